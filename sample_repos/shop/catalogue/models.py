"""What the shop sells, and how much of it lies in the warehouses."""

from django.db import models
from django.db.models.functions import Lower

from common.models import Identified, Timestamped


class Category(models.Model):
    """A shelf of the shop window."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(unique=True)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True)


class Product(Identified, Timestamped):
    """Something with a price."""

    sku = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=200)
    title_folded = models.GeneratedField(
        expression=Lower("title"), output_field=models.CharField(max_length=200), db_persist=True
    )
    description = models.TextField(blank=True)
    price_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, db_default="EUR")
    weight_grams = models.PositiveIntegerField(null=True, blank=True)
    is_listed = models.BooleanField(default=True)
    categories = models.ManyToManyField(Category, related_name="products", blank=True)


class PriceChange(models.Model):
    """Every price that a product ever had."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="price_changes")
    price_cents = models.PositiveIntegerField()
    changed_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.CharField(max_length=80, null=True, default="import")


class StockLevel(models.Model):
    """How many pieces of a product one warehouse holds."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="stock")
    warehouse = models.CharField(max_length=8)
    on_hand = models.IntegerField()
    reserved = models.IntegerField(db_default=0)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "warehouse"], name="one_level_per_warehouse"
            ),
            models.CheckConstraint(
                condition=models.Q(counted_at__isnull=False), name="stock_was_counted"
            ),
        ]
