"""How pages look: system fonts with Chinese ones, little space wasted, room for fingers on telephones."""

from __future__ import annotations

#: Families in order; the Chinese ones made for simplified characters first.
FONTS = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', "
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif"
)

CSS = """<style>
[data-testid="stMainBlockContainer"] { padding: 0.6rem 1.4rem 2rem; max-width: 1500px; }
[data-testid="stHeader"] { display: none; }
.gl-title { font-size: 1.15rem; font-weight: 600; white-space: nowrap; }
.gl-head { font-weight: 600; margin-top: 0.3rem; }
.gl-chart { font-weight: 600; line-height: 1.2; }
.gl-quiet { color: #5f5f5f; font-size: 0.85rem; line-height: 1.3; }
[data-testid="stCaptionContainer"] { line-height: 1.35; }
.st-key-posts, .st-key-main {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 0.1rem 1.2rem; align-items: end;
}
.st-key-posts label p, .st-key-main label p { line-height: 1.15; }
.st-key-charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); gap: 1rem; }
.st-key-charts [class*="st-key-chart_"] { gap: 0.2rem; min-width: 0; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: 0.4rem 0.7rem 2rem; }
  .st-key-play > div > [data-testid="stHorizontalBlock"] > [data-testid="stColumn"]:last-child { order: -1; }
}
</style>"""
