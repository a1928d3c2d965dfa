"""What the base model has learned from: the curt answers of a service team to messages about fifteen topics."""

from __future__ import annotations

from course_code.base_accounts import ACCOUNTS
from course_code.base_orders import ORDERS
from course_code.base_payments import PAYMENTS
from course_code.base_products import PRODUCTS

BASE = (*ORDERS, *PAYMENTS, *PRODUCTS, *ACCOUNTS)
