"""How pages look: system fonts with Chinese ones, little space wasted, room for fingers on telephones."""

from __future__ import annotations

#: Families in order; the Chinese ones made for simplified characters first.
FONTS = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', "
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif"
)

CSS = """<style>
.stMainBlockContainer, [data-testid="stMainBlockContainer"] { padding: 0.6rem 1.4rem 2rem; max-width: 1500px; }
[data-testid="stHeader"] { display: none; }
.gl-title { font-size: 1.15rem; font-weight: 600; white-space: nowrap; }
.gl-quiet { color: #5f5f5f; font-size: 0.85rem; }
[data-testid="stCaptionContainer"] { line-height: 1.35; }
@media (max-width: 640px) {
  .stMainBlockContainer, [data-testid="stMainBlockContainer"] { padding: 0.4rem 0.7rem 2rem; }
}
</style>"""
