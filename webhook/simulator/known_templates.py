"""The stand-in knows the templates of each account's registry, as the platform knows those that staff have chosen."""

from base.settings import Settings
from webhook.simulator.simulator import Simulator
from webhook.templates_file import registry_of


def register_templates(simulator: Simulator, settings: Settings) -> None:
    """Make notices of all accounts possible."""
    for account in settings.accounts:
        side = simulator.sides.of(account.appid)
        for template_id, title in registry_of(account, settings).titles().items():
            if side is not None:
                side.templates.register(template_id, title)
