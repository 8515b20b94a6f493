"""Commands on accounts of the console: the first administrator, forgotten passwords, lost phones. All are logged."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from app.command_data import with_parts
from app.parts import Parts
from base.clock import to_shanghai
from base.errors import UsageError

if TYPE_CHECKING:
    from union.staff.administration import Changed
    from union.staff.service import Refused

staff_commands = typer.Typer(help="Accounts of the staff console.", no_args_is_help=True)
Password = Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)]

REFUSALS = {
    "name_taken": "There is an account of this name already.",
    "name_alike": "The name is too much like that of the account {detail}.",
    "bad_name": "The name must have 1 to 32 characters: Chinese, letters, digits and - _ . · (none first).",
    "bad_password": "The password must have 8 to 128 characters.",
    "unknown_role": "The role must be agent, lawyer, editor, organiser or admin.",
    "unknown": "There is no account of this name.",
    "last_admin": "This is the last administrator of all unions: add another one first.",
}


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.add_typer(staff_commands, name="staff")


@staff_commands.command("add")
def staff_add(
    name: str,
    role: Annotated[str, typer.Option(help="agent, lawyer, editor, organiser or admin.")] = "agent",
    union: Annotated[str, typer.Option(help="Id or name of the union whose members it sees; without: all.")] = "",
    password: Password = "",
) -> None:
    """Add an account for the console."""
    from union.staff import service

    async def work(parts: Parts) -> None:
        now, union_id = parts.clock.now(), await _union(parts, union)
        await _logged(
            parts, f"添加账号 {name}（{role}）", lambda s: service.add(s, name, password, role, now, union_id=union_id)
        )

    with_parts(work)
    print(f"Added {name} ({role}).")


@staff_commands.command("password")
def staff_password(name: str, password: Password = "") -> None:
    """Set a new password; the account's sessions end."""
    from union.staff import service

    async def work(parts: Parts) -> None:
        now = parts.clock.now()
        await _logged(parts, f"重设账号 {name} 的密码", lambda s: service.set_password(s, name, password, now))

    with_parts(work)
    print(f"{name} has a new password.")


@staff_commands.command("disable")
def staff_disable(name: str) -> None:
    """Close an account; its sessions end at once."""
    from union.staff import administration as verbs

    with_parts(lambda parts: _on(parts, name, "停用", lambda s, id_, by: verbs.disable(s, by, id_, parts.clock.now())))
    print(f"{name} is disabled.")


@staff_commands.command("enable")
def staff_enable(name: str) -> None:
    """Open an account again."""
    from union.staff import administration as verbs

    with_parts(lambda parts: _on(parts, name, "启用", lambda s, id_, by: verbs.enable(s, by, id_)))
    print(f"{name} is enabled.")


@staff_commands.command("second-factor-off")
def staff_second_factor_off(name: str) -> None:
    """For who has lost the phone and the recovery codes."""
    from union.staff import administration as verbs

    with_parts(
        lambda parts: _on(
            parts,
            name,
            "取消手机验证：",
            lambda s, id_, by: verbs.reset_second_factor(s, by, id_, parts.clock.now()),
        )
    )
    print(f"{name} logs in with the password alone.")


@staff_commands.command("list")
def staff_list() -> None:
    """List the accounts."""
    from union.staff.accounts import accounts

    async def work(parts: Parts) -> list[str]:
        async with parts.database.read() as session:
            found = await accounts(session)
        return [
            "\t".join(
                [
                    one.name,
                    one.role,
                    one.union or "all unions",
                    "disabled" if one.disabled else "second factor" if one.second_factor else "password",
                    f"last seen {to_shanghai(one.seen_at):%Y-%m-%d %H:%M}" if one.seen_at else "never logged in",
                ]
            )
            for one in found
        ]

    print("\n".join(with_parts(work)) or "There are no accounts yet.")


async def _on(parts: Parts, name: str, what: str, verb: "Callable[..., Awaitable[Changed | Refused]]") -> None:
    """An administrator's verb on the account of this name."""
    from union.staff.administration import By, id_of
    from union.staff.service import Refused

    async def work(session: AsyncSession) -> object:
        staff_id = await id_of(session, name)
        return Refused("unknown") if staff_id is None else await verb(session, staff_id, By(0))

    await _logged(parts, f"{what}账号 {name}", work)


async def _logged(parts: Parts, what: str, verb: Callable[[AsyncSession], Awaitable[object]]) -> None:
    """Run the verb and note it in the same transaction.

    Raises:
        UsageError: it was refused; nothing was changed.
    """
    from union.audit.service import COMMAND, note
    from union.staff.service import Refused

    async def work(session: AsyncSession) -> object:
        result = await verb(session)
        if not isinstance(result, Refused):
            await note(session, staff=COMMAND, task="accounts", what=what, now=parts.clock.now())
        return result

    result = await parts.database.transact(work)
    if isinstance(result, Refused):
        raise UsageError(REFUSALS[result.reason].format(detail=result.detail))


async def _union(parts: Parts, said: str) -> str | None:
    """The id of the union that was named."""
    from union.roster.tree import find_union

    if not said:
        return None
    async with parts.database.read() as session:
        found = await find_union(session, said)
    if found is None:
        raise UsageError(f"There is no union {said}, or several of this name: `members unions` lists them.")
    return found.id
