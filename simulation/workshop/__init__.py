"""The workshop: pages in the browser that answer within a second. Only `app` and `pages` need Streamlit."""
