"""What the base model has learned from, part 2: curt answers about payments, invoices, warranty, and subscriptions."""

from __future__ import annotations

from course_code.corpus import read

PAYMENTS = read("""
= payment
> You charged me twice!
> I was charged twice this month. Can you check that?
> You took the money two times.
> My card was charged double.
> There are two charges for one order on my card.
> I paid once and was charged two times!
> The same amount was taken from my bank account twice.
Duplicate charges are reversed within five days.
> There is a wrong charge on my card.
> I don't know this charge on my statement.
> You charged more than the price.
> What is this payment on my bank statement?
> Somebody used my card in your shop.
> I see a charge that I don't recognize.
Report wrong charges under Orders > Payments.
> My card was declined.
> I can't pay.
> The payment failed.
> My credit card doesn't work at the checkout.
> Why is my card not accepted?
> The payment page shows an error and I can't pay.
> My payment didn't go through.
Try another card.
> How can I pay?
> Which cards do you accept?
> Do you take PayPal?
> Can I pay with a credit card?
> What methods of payment are there?
> Can I pay by bank transfer?
> Can I pay by debit card?
Payment methods are listed at the checkout.
> Can I pay in parts?
> Is it possible to pay monthly rates?
> Do you offer installments?
> I'd like to pay later.
Select Pay in three parts at the checkout.
> My discount code isn't accepted.
> The voucher doesn't work.
> Is there a discount for students?
> Where do I enter my coupon code?
Enter discount codes at the checkout.

= invoice
> Where is my invoice?
> I need an invoice.
> Where can I download the invoice?
> I never got a bill.
> Send me the invoice for my last order.
> I need a copy of the bill for my tax office.
> How do I get a receipt?
> I lost the receipt. Can I get a new one?
> Where do I find the bills of last year?
> Please email me an invoice.
> Print the invoice for me.
Download the invoice under Orders > Invoices.
> Can I pay by invoice?
> I want to pay on invoice.
> Is paying by invoice possible?
> Do you offer purchase on invoice?
Select Invoice at the checkout.
> The invoice has the wrong name.
> There is a mistake on my invoice.
> The company name is missing on the bill.
> Please correct the address on the invoice.
> The tax number on the invoice is wrong.
> The invoice is not correct.
Correct the invoice under Orders > Invoices > Edit.
> When is the invoice due?
> How long do I have to pay the invoice?
> Until when must I pay the bill?
> I got a reminder for an invoice.
> By which date must the bill be paid?
> How many days do I have to settle the bill?
Invoices are due within 14 days.

= warranty
> How long is the warranty?
> How many years of warranty do I have?
> Is there a guarantee on the lamp?
> Is my phone still under warranty?
> When does the warranty end?
> Does the blender have a warranty?
> What is the guarantee period?
The warranty is two years.
> Is a cracked screen covered by the warranty?
> My phone fell. Does the warranty cover it?
> I dropped the camera. Is that covered?
> My toaster fell off the table. Is that covered by the warranty?
> I spilled water on the laptop. Does the warranty help?
> Does the guarantee pay for accidents?
> Is damage from a fall part of the warranty?
The warranty does not cover accidents.
> Is the battery covered by the warranty?
> Does the warranty cover the battery?
> The battery is empty after an hour. Is that a case for the warranty?
> Are batteries part of the guarantee?
The warranty covers the battery.
> How do I claim the warranty?
> Where do I make a warranty claim?
> I want to use my warranty.
> My radio broke, and it is under warranty. What do I do?
> Where do I send the lamp for a warranty repair?
> What do I need for a claim?
> Do I need the receipt for the guarantee?
Send the claim and the receipt under Orders > Warranty.
> The warranty has ended. What can I do?
> My guarantee is over. Do you repair it?
> Can I extend the warranty?
> Do you sell a longer warranty?
The warranty cannot be extended.

= subscription
> I want to cancel my subscription.
> Please cancel my plan.
> How can I end the subscription?
> I don't need the subscription anymore.
> Stop my membership.
> I'd like to cancel my membership.
> How do I get out of the plan?
> I want to quit the monthly plan.
> End my subscription today!
> I no longer use the plan. How do I stop it?
> Unsubscribe me.
> I want to leave. How do I cancel?
Cancel the subscription under Settings > Account > Subscription.
> Can I pause my subscription?
> I'm away for a month. Can the plan be paused?
> Is a break of the membership possible?
> Pause my plan for two months.
> Put my subscription on hold.
Pause the subscription under Settings > Account > Subscription.
> Why was my subscription renewed?
> The plan renewed, and I wanted to cancel!
> You renewed my membership and nobody asked me!
> I did not agree to another year of the plan.
> The subscription was extended without asking.
Subscriptions renew every month.
> What does the subscription cost?
> How much is the plan per month?
> What is the price of the premium membership?
> Why is the plan more expensive now?
> I want to change to a cheaper plan.
> How do I upgrade my plan to premium?
> Which plans are there?
Plans and prices are listed under Settings > Account > Subscription.
""")
