"""The app's entry in INSTALLED_APPS."""

from django.apps import AppConfig


class ExternalWritersConfig(AppConfig):
    """`external_writers_django`, which has commands and no models."""

    name = "external_writers_django"
    label = "external_writers"
    verbose_name = "External writers"
