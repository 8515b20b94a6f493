"""What the platform tells by itself of a notice it sent."""

from webhook.simulator.actions.results import NoticeSent, TemplateSent

__all__ = ["NoticeSent", "TemplateSent"]
