"""Pictures that belong to a matter, on a page one step below the console's root (/applications/NUMBER)."""

from collections.abc import Sequence

from console.layout.frame import box


def gallery(ids: Sequence[str], name: str) -> None:
    """Small ones that open in a tab of their own; who may see them is checked where they are served."""
    if not ids:
        return
    with box("gallery"):
        for number, picture in enumerate(ids, start=1):
            path = f"../pictures/{picture}"
            with box("picture", tag="a").props(f'href="{path}" target="_blank" rel="noopener"'):
                box(tag="img").props.update(src=path, alt=f"{name}，第 {number} 张")
