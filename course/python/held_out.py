"""Exchanges that no model trains on: they judge what it learned. Written first, and never changed since.

None of their sentences is in any training data. The first five are the queries of the comparison; the others are four
for each topic. The answers are what the validation loss is measured on.
"""

from __future__ import annotations

from course_code.corpus import read_held_out

HELD_OUT = read_held_out("""
= order
# compare-1
> I'm having trouble with my order and need immediate help!
I understand that this is urgent, and I'm glad to help you with your order. Could you please send me the order number?

= broken
# compare-2
> The headphones arrived broken and I'm really disappointed.
I'm so sorry that your headphones arrived broken. I'll gladly help you right now.
Would you please tell me what is broken?

= delivery
# compare-3
> Where is my parcel? It should have been here three days ago.
I'm sorry that you are still waiting for your parcel. I'll gladly find out where it is right now.
Could you please give me the order number?

= hours
# compare-4
> Until what time can I phone you on Fridays?
Thank you for your question. We are there for you from 8 to 6 on Friday. Have a lovely week!

= payment
# compare-5
> You took the money from my card two times for one blender!
I'm so sorry about the double charge. I'll gladly check your payment right away.
Would you please tell me your order number?

= order
# order-1
> Something is wrong with the order that I placed yesterday.
I'm sorry that something is wrong with your order. I'll gladly look at it. Could you please give me your order number?
# order-2
> May I still add a pair of socks to my order?
Thank you for your question. I'll gladly add them to the order. Would you please tell me the order number?
# order-3
> I ordered by mistake. Can you stop the order?
I understand, and I'll gladly stop the order for you. Could you please tell me the number of your order?
# order-4
> I got no confirmation for what I ordered. Did it work?
I understand your worry, and I'll gladly check your order for you. Would you please send me the order number?

= delivery
# delivery-1
> It has been a week and nothing was delivered to me.
I'm sorry that nothing has come yet. I'll gladly track the parcel for you. Would you please send me your order number?
# delivery-2
> How many days does shipping take?
Thank you for your question. The delivery takes three days. I'll gladly track your parcel for you.
# delivery-3
> The driver left my package with a neighbor whom I don't know.
I'm sorry that you don't have your parcel. I'll gladly ask the driver where it is.
Could you please send me your order number?
# delivery-4
> Could you deliver it to my office in place of my home?
Thank you for your question. I'll gladly change the address of the delivery.
Could you give me your order number, please?

= return
# return-1
> These boots are too tight. What is the way to send them back?
I'm sorry that the boots don't fit. You can send them back within 30 days.
Open Orders and select Return an item, please.
# return-2
> How much time do I have if I want to return something?
Thank you for your question. You have 30 days for a return. I'll gladly help you with the form.
# return-3
> I changed my mind about the coat and want to give it back.
I understand, and I'll gladly help you with the return. Please open Orders, and select Return an item.
# return-4
> Do I need the original box for a return?
Thank you for your question. Any box is fine for a return. I'll gladly send you a label.

= refund
# refund-1
> I sent the kettle back two weeks ago. When is my money coming?
I'm sorry that you are waiting for your money. I'll gladly check the refund right now.
Could you please send me your order number?
# refund-2
> My refund is still missing.
I'm sorry that your refund is late. I'll gladly look for it. Could you please give me your order number?
# refund-3
> You only refunded half of the price!
I'm sorry that the refund was wrong. I'll gladly check the amount right now. Would you please tell me your order number?
# refund-4
> Will the refund go to my credit card?
Thank you for your question. The refund goes to the card that you paid with. It takes five days.

= account
# account-1
> How can I change the name in my profile?
Thank you for your question. You can change your name under Settings > Account > Profile. I'll gladly help you with it!
# account-2
> Please delete my account and all of my data.
I'm sorry to see you go. You can delete your account under Settings > Account > Privacy. I'll gladly help you with it!
# account-3
> I have a new email address. Where do I enter it?
Thank you for your question. Please enter the new email address under Settings > Account > Profile.
# account-4
> Where do I turn off the notifications in my account?
Thank you for your question. You can turn them off under Settings > Account > Preferences. I'll gladly help you with it!

= password
# password-1
> I forgot my password again. What now?
No problem, I'll gladly help you with your password. Please select Forgot password on the login page.
# password-2
> It says that my password is wrong, and I'm locked out.
I'm sorry that you are locked out. Please select Forgot password on the login page, and I'll gladly help until it works.
# password-3
> The email with the reset link never came.
I'm sorry that the link did not come. I'll gladly send you another link. Would you please tell me your email address?
# password-4
> How do I choose a safer password?
Thank you for your question. You can choose a new password under Settings > Account > Password.

= payment
# payment-1
> Which credit cards do you take?
Thank you for your question. You can pay with all major cards. I'll gladly help you with the payment.
# payment-2
> My card is declined every time I try to pay.
I'm sorry that your card is declined. I'll gladly help you with the payment.
Could you please tell me which card you use?
# payment-3
> There is a charge on my account that I don't recognize.
I understand your worry, and I'm sorry. I'll gladly check the charge right now. Could you please send me the date?
# payment-4
> Can I pay in installments?
Thank you for your question. You can pay in three parts. I'll gladly show you how to do it.

= invoice
# invoice-1
> I need an invoice for my tax return.
Thank you for your message. You find your invoices under Orders > Invoices. I'll gladly send you a copy.
# invoice-2
> The address on the invoice is wrong.
I'm sorry that the invoice is wrong. I'll gladly correct it for you. Could you please tell me the right address?
# invoice-3
> Where can I download the bill for my last purchase?
Thank you for your question. You can download the invoice under Orders > Invoices.
# invoice-4
> By when do I have to settle the invoice?
Thank you for your question. You have 14 days to pay the invoice. I'll gladly send you a copy.

= warranty
# warranty-1
> For how many years is the oven under warranty?
Thank you for your question. The oven has a warranty of two years. I'll gladly check the date.
# warranty-2
> I dropped my tablet. Does the warranty pay for that?
I'm sorry about your tablet. The warranty doesn't pay for accidents, but I'll gladly find a repair for you.
# warranty-3
> What do I need to make a warranty claim?
Thank you for your question. You need the receipt for a warranty claim. I'll gladly help you with the claim.
# warranty-4
> Is wear of the battery part of the guarantee?
Thank you for your question. The warranty covers the battery as well. I'll gladly help you with the claim.

= broken
# broken-1
> My coffee machine leaks, and I'm fed up!
I understand your anger, and I'm sorry that the machine leaks. I'll gladly help you.
Would you please tell me where it leaks?
# broken-2
> The printer makes a loud noise and then stops.
I'm sorry that the printer stops. I'll gladly help you to fix it. Could you please tell me which printer it is?
# broken-3
> Nothing happens when I press the power button.
I'm sorry that it doesn't start. I'll gladly help you to find out why. Would you please tell me which product it is?
# broken-4
> After one day the zipper of the bag was already damaged.
I'm sorry that the bag is damaged. I'll gladly send you a new one. Could you please send me your order number?

= product
# product-1
> Is the rain jacket available in size M?
Thank you for your question. I'll gladly check that size for you. Would you please tell me which color you like?
# product-2
> Does the vacuum cleaner come with spare bags?
Thank you for your question. I'll gladly check the product page for you.
Is there anything else that you would like to know?
# product-3
> When will the blue lamp be in stock again?
I understand that you are waiting for the lamp. I'll gladly tell you when it is in stock.
# product-4
> What is the difference between the two models of the mixer?
Thank you for your question. I'll gladly compare both models for you. What would you like to use it for?

= hours
# hours-1
> Is the store open on public holidays?
Thank you for your question. The shop is closed on holidays. I'll gladly help you here at any hour.
# hours-2
> At what time do you close today?
Thank you for your question. We close at 6 today. I'll gladly help you here at any hour.
# hours-3
> When is your hotline available?
Thank you for your question. You can call us from 8 to 6, Monday to Friday. I'll gladly help you here, too!
# hours-4
> Could I come to your shop on Saturday morning?
I'm sorry that we are closed on Saturday. We are open again on Monday at 8. I'll gladly help you here, too!

= complaint
# complaint-1
> I've written to you four times, and nobody replies!
I'm sorry that nobody replied to you. I understand that you are upset. What was your question?
I'll gladly answer it now.
# complaint-2
> Your employee on the phone was very unfriendly to me.
I'm so sorry that my colleague was unfriendly. I'll gladly pass your complaint on.
Would you please tell me what happened?
# complaint-3
> This is the worst service that I have ever had.
I'm sorry that we let you down. I understand that you are angry. Would you please tell me what happened?
# complaint-4
> To whom can I send a complaint?
Thank you for telling us. You can send your complaint to me, and I'll gladly pass it on.

= subscription
# subscription-1
> I no longer want the subscription. How can I get out of it?
I'm sorry to see you leave. You can cancel under Settings > Account > Subscription. I'll gladly help you, too!
# subscription-2
> Can I pause my plan for the summer?
Thank you for your question. You can pause the plan under Settings > Account > Subscription.
# subscription-3
> My membership was renewed without my consent!
I'm sorry that your plan was renewed. I'll gladly cancel it for you. Would you please tell me your email address?
# subscription-4
> What does the premium plan cost per month?
Thank you for your question. You find the price of the plan under Settings > Account > Subscription.

= thanks
# thanks-1
> Thanks a lot, everything works again!
I'm glad that everything works again. Thank you for telling me. Have a lovely week!
# thanks-2
> That was really kind of you.
Thank you for your kind message. I'm glad that I could help. Have a lovely week!
# thanks-3
> The parcel is here. Thank you so much!
I'm glad that your parcel is here. Thank you for telling me. Enjoy it!
# thanks-4
> You solved my problem in five minutes, well done!
I'm glad that I could solve it. Thank you for your kind message. Have a lovely week!
""")
