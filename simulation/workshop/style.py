"""How pages look: system fonts with Chinese ones, little space wasted, room for fingers on telephones."""

from __future__ import annotations

from ..report.numbers import Lang
from .texts import say

#: Families in order; the Chinese ones made for simplified characters first.
FONTS = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', "
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif"
)

_CSS = """<style>
[data-testid="stMainBlockContainer"] { padding: 0.6rem 1.4rem 2rem; max-width: 1500px; }
[data-testid="stHeader"] { display: none; }
.gl-title { font-size: 1.15rem; font-weight: 600; white-space: nowrap; }
.gl-head { font-weight: 600; margin-top: 0.3rem; }
.gl-chart { font-weight: 600; line-height: 1.2; }
[class*="st-key-tick_"] { display: none }
.gl-quiet { color: #5f5f5f; font-size: 0.85rem; line-height: 1.3; }
[data-testid="stCaptionContainer"] { line-height: 1.35; }
.st-key-posts, .st-key-main {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 0.1rem 1.2rem; align-items: end;
}
.st-key-posts label p, .st-key-main label p { line-height: 1.15; }
.st-key-plan, .st-key-plan_posts {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 0.1rem 1.2rem; align-items: end;
}
.st-key-plan label p, .st-key-plan_posts label p { line-height: 1.15; }
.st-key-charts_try, .st-key-charts_hidden {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(250px, 100%), 1fr)); gap: 0.8rem;
}
.st-key-charts_try [class*="st-key-chart_"], .st-key-charts_hidden [class*="st-key-chart_"] {
  gap: 0.2rem; min-width: 0;
}
.gl-board { overflow-x: auto; }
.gl-board table { border-collapse: collapse; font-size: 0.88rem; }
.gl-board th, .gl-board td {
  text-align: left; padding: 0.2rem 0.8rem 0.2rem 0; border-bottom: 1px solid #e3e3e3; vertical-align: top;
  font-variant-numeric: tabular-nums;
}
.gl-board td { white-space: nowrap; }
.gl-board td:last-child { white-space: normal; min-width: 5rem; }
.gl-board th { color: #5f5f5f; font-weight: normal; line-height: 1.2; }
.gl-board .gl-mine td { font-weight: 600; }
.gl-board .gl-out td, .gl-board .gl-start td, .gl-board .gl-waiting td { color: #5f5f5f; }
.st-key-charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); gap: 1rem; }
.st-key-charts [class*="st-key-chart_"] { gap: 0.2rem; min-width: 0; }
[data-stale="true"] { opacity: 1 !important; }
.st-key-words { font-size: 0.88rem; }
.st-key-words p, .st-key-words li { font-size: 0.88rem; line-height: 1.3; }
.st-key-told { gap: 0.2rem; }
[data-testid="stSliderTickBar"] { display: none; }
.gl-letter {
  display: inline-block; min-width: 1.25rem; text-align: center; border-radius: 3px; color: #fff; font-weight: 700;
}
.gl-claim { font-size: 1.25rem; font-weight: 600; line-height: 1.3; }
.gl-quote { border-left: 3px solid #b88c00; padding-left: 0.6rem; margin-top: 0.4rem; color: #5f5f5f; }
.gl-bar { display: grid; grid-template-columns: 6.5rem 1fr 2.5rem; align-items: center; gap: 0.4rem; line-height: 1.7; }
.gl-bar i { background: #0b2f55; height: 0.9rem; display: block; }
.gl-bar b { text-align: right; }
.gl-wide { overflow-x: auto; }
.gl-table { border-collapse: collapse; font-size: 0.88rem; line-height: 1.3; min-width: 100%; }
.gl-table th, .gl-table td { text-align: left; vertical-align: top; padding: 0.25rem 0.8rem 0.25rem 0; border: 0; }
.gl-table th { font-weight: 500; min-width: 7rem; }
.gl-table tbody tr { border-top: 1px solid #e3e3e3; }
.gl-table tbody th { position: sticky; left: 0; background: #fff; }
[class*="st-key-strategy_"] [data-testid="stHorizontalBlock"] { flex-wrap: nowrap; }
.gl-vs { color: #5f5f5f; font-size: 0.82rem; }
.gl-clear { color: #222; font-weight: 600; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: 0.4rem 0.7rem 2rem; }
  /* the charts stay in sight, one beside the other, while the levers below are moved */
  [data-testid="stColumn"]:has(.st-key-charts), [data-testid="stColumn"] :has(.st-key-charts) { display: contents; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-told) { order: -2; flex: 0 0 100%; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-notes) { order: 2; flex: 0 0 100%; }
  .st-key-charts {
    order: -1; position: sticky; top: 0; z-index: 90; background: #fff; padding: 0.3rem 0; width: 100%;
    display: flex; flex-flow: row nowrap; overflow-x: auto; scroll-snap-type: x proximity; max-height: 270px;
  }
  .st-key-charts > * { flex: 0 0 88%; scroll-snap-align: start; }
  .gl-board table, .gl-board tbody, .gl-board tr, .gl-board td { display: block; width: 100%; }
  .gl-board tr:first-child, .gl-board td:empty { display: none; }
  .gl-board tr { padding: 0.4rem 0; border-bottom: 1px solid #e3e3e3; }
  .gl-board td { border: 0; padding: 0.05rem 0; text-align: left; white-space: normal; }
  .gl-board td::before { content: attr(data-head) "  "; color: #5f5f5f; font-weight: normal; }
  .st-key-charts > :has(> .st-key-words), .st-key-words { overflow-y: auto; max-height: 250px; }
}
</style>"""


def css(lang: Lang) -> str:
    """The page's styles; Streamlit's own words on the button that takes a file are replaced by ours."""
    said = say("play.choose_file", lang)
    button = '[data-testid="stFileUploaderDropzone"] button'
    own = (
        f'{button} > * {{ display: none; }} {button}::after {{ content: "{said}"; }} '
        '[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }'
    )
    return _CSS.replace("</style>", f"{own}\n</style>")
