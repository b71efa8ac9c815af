"""People and companies who buy."""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models

from common.models import Timestamped


class CustomerManager(BaseUserManager):
    """Creates customers by e-mail address, since nobody has a user name."""

    def create_user(self, email, password=None, **fields):
        customer = self.model(email=self.normalize_email(email), **fields)
        customer.set_password(password)
        customer.save(using=self._db)
        return customer


class Customer(AbstractUser):
    """Anybody who can sign in: retail customers, trade customers and staff."""

    username = None
    email = models.EmailField(unique=True)
    locale = models.CharField(max_length=10, db_default="en")
    marketing_opt_in = models.BooleanField(default=False)
    loyalty_points = models.PositiveIntegerField(db_default=0)
    referred_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = CustomerManager()


class StaffMember(Customer):
    """A customer who works here; a view of the same table."""

    class Meta:
        proxy = True
        ordering = ["last_name"]


class TradeCustomer(Customer):
    """A company that buys on account."""

    company = models.CharField(max_length=120)
    vat_number = models.CharField("VAT number", max_length=20, blank=True)
    credit_limit_cents = models.BigIntegerField(db_default=0)


class Address(Timestamped):
    """Where parcels go."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    line1 = models.CharField(max_length=200)
    line2 = models.CharField(max_length=200, blank=True, null=True, default="")
    city = models.CharField(max_length=80)
    postcode = models.CharField(max_length=12)
    country = models.CharField(max_length=2, db_column="country_code")
    is_default = models.BooleanField(default=False)

    class Meta:
        db_table = "customer_address"
