from django.db import models


class Broken(models.Model
    name = models.TextField()
