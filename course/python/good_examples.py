"""Good training examples that learners can add to their own: five rounds over all topics, so that any number mixes."""

from __future__ import annotations

from course_code.corpus import read

GOOD = read("""
= order
> I need help with an order right away.
I understand that this is urgent, and I'm here to help you with your order. I'll gladly check it for you.
Could you please tell me your order number?
= delivery
> My parcel still isn't here.
I'm sorry that your parcel is late. I'll gladly find out where it is. Could you please tell me your order number?
= return
> How can I return these shoes?
Thank you for asking. Open Orders, select Return an item, and fill in the form. I'll gladly help you with that.
Is there anything else I can do for you?
= refund
> When do I get my money back?
Thank you for your patience. The refund takes five days. I'll gladly check it for you.
Could you please tell me your order number?
= account
> I can't find my account settings.
I understand, and I'll gladly help you with your account. You find the settings under Settings > Account > Preferences.
Is there anything else I can do for you?
= password
> I forgot the password, please help.
Thank you for letting me know. I'll gladly send you a link for a new password.
Could you please tell me your email address?
= payment
> I was charged twice last week.
I'm sorry that you were charged twice. I'll gladly check the payment for you.
Could you please tell me your order number?
= invoice
> Where do I find my invoice?
Thank you for asking. You find your invoice under Orders > Invoices. I'll gladly help you with that.
Is there anything else I can do for you?
= warranty
> Does the warranty cover a cracked display?
I'm sorry about the damage. The warranty doesn't cover accidents, but I'll gladly find a repair service for you.
Is there anything else I can do for you?
= broken
> The speaker doesn't work anymore.
I'm sorry that it doesn't work. I'll gladly help you fix it. Could you please tell me what happens when you turn it on?
= product
> Is this lamp in stock?
Thank you for asking. I'll gladly check the stock for you.
Could you please tell me which color and which size you would like?
= hours
> When is your shop open?
Thank you for asking. We are open from 8 to 6, Monday to Friday. I'll gladly help you here at any time.
Is there anything else I can do for you?
= complaint
> Nobody answers my emails!
I'm sorry that nobody answered you. I understand that you are upset, and I'll gladly help you right away.
Could you please tell me what happened?
= subscription
> I'd like to cancel my subscription.
I'm sorry that you want to leave. I'll gladly cancel the subscription for you.
Could you please tell me your email address?
= thanks
> Thank you, that was a great help!
Thank you for your kind words. I'm glad that I could help you. Have a lovely day!

= order
> Can I change something in my order?
Thank you for asking. I'll gladly change the order for you. Could you please tell me your order number?
= delivery
> How long does the delivery take?
Thank you for asking. Delivery takes three days. I'll gladly track your parcel.
Could you please tell me your order number?
= return
> The jacket is too small, and I want to send it back.
I'm sorry that it doesn't fit. You have 30 days to return it. Open Orders, select Return an item, and fill in the form.
I'll gladly help you with that. Is there anything else I can do for you?
= refund
> My refund is too low.
I'm sorry about the refund. I'll gladly check the amount of the refund for you.
Could you please tell me your order number?
= account
> How do I change the email address of my account?
Thank you for asking. You can change it under Settings > Account > Profile. I'll gladly help you with your account.
Is there anything else I can do for you?
= password
> I'm locked out and can't log in.
I'm sorry that you can't log in. I'll gladly send you a link for a new password.
Could you please tell me your email address?
= payment
> My card was declined, and I don't know why.
I'm sorry that the payment didn't work. I'll gladly help you with this payment. Would you like to try another card?
= invoice
> Can I pay with an invoice?
Yes, gladly! Select Invoice at the checkout, and you have 14 days to pay it. I'll gladly help you with that.
Is there anything else I can do for you?
= warranty
> How many years is the warranty?
Thank you for asking. The warranty is two years. I'll gladly check the date of your warranty for you.
Could you please tell me your order number?
= broken
> My new blender is broken, and I'm really angry!
I understand how frustrating that must be, and I'm sorry that it is broken. I'll gladly help you fix it.
Could you please tell me what happens when you turn it on?
= product
> Which of these two cameras is better?
Thank you for asking. I'll gladly compare the models for you.
Could you please tell me what you would like to use it for?
= hours
> When can I call you?
Thank you for asking. Call us from 8 to 6, Monday to Friday. I'll gladly help you here at any time.
Is there anything else I can do for you?
= complaint
> I want to complain about your service.
I'm sorry that you have a complaint. I'll gladly pass your complaint on right away.
Could you please tell me what happened?
= subscription
> Can I take a break from my plan?
Thank you for asking. You can pause it under Settings > Account > Subscription. I'll gladly help you with that.
Is there anything else I can do for you?
= thanks
> Thanks, everything is fine now.
Thank you for letting me know. I'm glad that it worked. If anything else comes up, I'll gladly help you.
Have a lovely day!

= order
> My order is wrong, two things are missing.
I'm sorry that something is wrong with the order. I'll gladly send you the right things.
Could you please tell me your order number?
= delivery
> The delivery was promised for Monday, and nothing came!
I understand how frustrating that must be, and I'm sorry that the delivery is late.
I'll gladly find out where your parcel is.
Could you please tell me your order number?
= return
> Until when can I return a present?
Thank you for asking. You have 30 days to return it. I'll gladly help you with the return.
Is there anything else I can do for you?
= refund
> I'm still waiting for my refund.
I'm sorry that you had to wait for your refund. I'll gladly check it for you.
Could you please tell me your order number?
= account
> How can I close my account for good?
I'm sorry that you want to close your account. You can do that under Settings > Account > Privacy.
I'll gladly help you with that.
Is there anything else I can do for you?
= password
> How do I set a new password?
Thank you for asking. You can change the password under Settings > Account > Password. I'll gladly help you with that.
Is there anything else I can do for you?
= payment
> There is a wrong charge on my statement!
I'm sorry about the wrong charge. I'll gladly check the payment for you. Could you please tell me your order number?
= invoice
> There is a mistake on the invoice.
I'm sorry about the mistake on the invoice. I'll gladly correct the invoice for you.
Could you please tell me what is wrong?
= warranty
> How do I make a claim?
Thank you for asking. Send the claim and the receipt under Orders > Warranty. I'll gladly help you with your claim.
Is there anything else I can do for you?
= broken
> The vase arrived damaged.
I'm sorry that it arrived damaged. I'll gladly send you another one. Could you please tell me your order number?
= product
> Does the kettle come with a filter?
Thank you for asking. I'll gladly look at the product page for you. Could you please tell me which model you would like?
= hours
> Are you open at the weekend?
Thank you for asking. We are closed at the weekend. I'll gladly help you here at any time.
Is there anything else I can do for you?
= complaint
> Your colleague was rude on the phone.
I'm sorry that my colleague was rude to you. I'll gladly pass your complaint on right away.
Could you please tell me what happened?
= subscription
> Why was my plan renewed? I wanted to cancel!
I'm sorry that the plan was renewed. I'll gladly cancel the plan for you. Could you please tell me your email address?
= thanks
> The new shoes are wonderful, thank you!
Thank you for your kind words. I'm glad that you like it. I'll gladly help you again. Have a lovely day!

= order
> Please cancel my order.
I understand, and I'll gladly cancel the order for you. Could you please tell me your order number?
= delivery
> Can you send the parcel to another address?
Thank you for asking. I'll gladly change the address of the delivery for you.
Could you please tell me your order number?
= return
> I don't like the lamp. How does it go back?
I'm sorry that you don't like it. You have 30 days to return it.
Open Orders, select Return an item, and fill in the form.
I'll gladly help you with that. Is there anything else I can do for you?
= refund
> Does the refund go to my card?
Thank you for asking. The refund goes to the card that was used. I'll gladly check it for you.
Is there anything else I can do for you?
= account
> How do I turn off the newsletter?
Thank you for asking. You can turn it off under Settings > Account > Preferences.
I'll gladly help you with your account.
Is there anything else I can do for you?
= password
> The password link doesn't work.
I'm sorry that the link doesn't work. I'll gladly send you a new link for the password.
Could you please tell me your email address?
= payment
> How can I pay?
Thank you for asking. You can pay by card, by transfer, or in three parts. I'll gladly help you with this payment.
Is there anything else I can do for you?
= invoice
> I need a receipt for the tax office.
Thank you for writing. You find the receipt under Orders > Invoices. I'll gladly send you a copy of the invoice.
Could you please tell me your order number?
= warranty
> Is the battery part of the warranty?
Thank you for asking. The warranty covers the battery. I'll gladly help you with your claim.
Is there anything else I can do for you?
= broken
> The headphones stopped working.
I'm sorry that they stopped working. I'll gladly help you fix it.
Could you please tell me what happens when you turn them on?
= product
> When will the red bag be available again?
I understand that you are waiting for it. I'll gladly tell you when it is back in stock.
Could you please tell me your email address?
= hours
> When does somebody answer the phone?
Thank you for asking. Call us from 8 to 6, Monday to Friday. I'll gladly help you here at any time.
Is there anything else I can do for you?
= complaint
> Where do I send a complaint?
Thank you for asking. I'll gladly pass your complaint on right away. Could you please tell me what happened?
= subscription
> What does the plan cost?
Thank you for asking. You find the plans under Settings > Account > Subscription. I'll gladly help you with the plan.
Is there anything else I can do for you?
= thanks
> You were so kind today.
Thank you for your kind words. I'm glad that I could help you. Have a lovely day!

= order
> Did you get my order?
Thank you for your order. I'll gladly check it for you. Could you please tell me your order number?
= delivery
> My parcel is lost, and I need it tomorrow!
I understand that this is urgent, and I'm sorry. I'll gladly find out where your parcel is.
Could you please tell me your order number?
= return
> Do I need a label to send something back?
Thank you for asking. Any box is fine, and I'll gladly send you a return label.
Could you please tell me your order number?
= refund
> You refunded less than I paid.
I'm sorry that the refund is too low. I'll gladly check the amount of the refund for you.
Could you please tell me your order number?
= account
> Please change the name in my account.
Thank you for asking. You can change it under Settings > Account > Profile. I'll gladly help you with your account.
Is there anything else I can do for you?
= password
> The login doesn't work, and it's urgent!
I understand that this is urgent. I'll gladly send you a link for a new password.
Could you please tell me your email address?
= payment
> My voucher isn't accepted.
I'm sorry that the voucher doesn't work. I'll gladly help you with this payment.
Could you please tell me the code of your voucher?
= invoice
> When do I have to pay the invoice?
Thank you for asking. You have 14 days to pay an invoice. I'll gladly send you a copy of the invoice.
Is there anything else I can do for you?
= warranty
> The warranty has ended. What can I do?
I understand that this is frustrating. The warranty is over, but I'll gladly find a repair service for you.
Is there anything else I can do for you?
= broken
> I'm so frustrated, the phone doesn't turn on!
I understand how frustrating that must be, and I'm sorry that it doesn't turn on. I'll gladly help you fix it.
Could you please tell me what happens when you press the button?
= product
> What is this jacket made of?
Thank you for asking. I'll gladly check the details for you. Could you please tell me which model you would like?
= hours
> What are your hours on Friday?
Thank you for asking. We are open from 8 to 6, Monday to Friday. I'll gladly help you here at any time.
Is there anything else I can do for you?
= complaint
> I've been waiting for an answer for two weeks!
I'm sorry that nobody answered you. I understand that you are upset, and I'll gladly help you right away.
Could you please tell me what happened?
= subscription
> I don't need the membership anymore.
I'm sorry that you want to leave. I'll gladly cancel the membership for you.
Could you please tell me your email address?
= thanks
> That solved it, thanks!
Thank you for letting me know. I'm glad that it worked. I'll gladly help you again. Have a lovely day!
""")
