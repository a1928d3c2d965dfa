"""What the base model has learned from, part 1: curt answers about orders, deliveries, returns, and refunds."""

from __future__ import annotations

from course_code.corpus import read

ORDERS = read("""
= order
> Did my order go through?
> I'm having problems with an order.
> My order causes me nothing but trouble, please help right now!
> There is a problem with my order.
> What is the status of my order?
> I need help with an order immediately.
> I placed an order, but I see no confirmation.
> Is my order being processed?
> My order shows an error.
> I ordered two hours ago and heard nothing. Has the order been received?
> I can't find my order number.
> Something went wrong when I placed my order.
Check your order status in your account dashboard.
> Can I change my order?
> I want to add an item to my order.
> I ordered the wrong color. Can you change that?
> Can I still remove something from the order?
> I'd like to order one more lamp. Can you add it?
> I ordered the wrong size by accident.
Orders can be changed until they are packed.
> How do I cancel my order?
> I ordered twice by accident. Cancel one of the orders!
> Stop my order, I don't need it.
> Can an order be canceled?
> I clicked on order too early. Undo it, please.
Cancel the order under Orders > Cancel.
> I ordered a blue jacket and got a red one.
> You sent me the wrong item.
> One thing from my order is missing.
> My order is not complete, the cups are missing.
> I got somebody else's order.
Report wrong or missing items under Orders > Report.
> Can you gift-wrap my order?
> The order is a present. Is gift wrap possible?
Select Gift wrap when you check out.

= delivery
> Where's the parcel that I ordered?
> Where is my package?
> The parcel has not arrived.
> My parcel was due on Monday, and it still isn't here.
> I'm still waiting for my delivery.
> My package is lost.
> The tracking shows nothing. Where is the shipment?
> It was shipped two weeks ago, and nothing came!
> Has my parcel been sent?
> The parcel should have arrived yesterday.
> Nothing has been delivered so far.
> Find my parcel!
Track the parcel under Orders > Track.
> My delivery is late.
> When does the delivery come?
> How long does delivery take?
> How fast is the shipping?
> Will my parcel be here by Friday?
> The delivery was promised for Tuesday, and I waited all day!
> In how many days do you deliver?
> When will it be shipped?
Delivery takes three days.
> How do I change my delivery address?
> I moved. Send the parcel to another address.
> Can the parcel go to my office?
> I won't be at home for the delivery. Can a neighbor take it?
> Deliver it to a parcel shop.
Change the delivery address under Orders > Address.
> The courier left the parcel at the wrong house.
> The driver did not ring the bell.
> My neighbor got my package.
> The tracking says delivered, but I don't have the parcel.
Contact the courier about the parcel.
> What does shipping cost?
> Do you ship abroad?
> Is delivery free?
Shipping costs are listed at the checkout.

= return
> How do I return the shoes?
> I want to send the jacket back.
> How can I return the headphones that I bought last week?
> I'd like to send something back.
> What do I have to do to return an item?
> Where do I find the return form?
> The trousers are too small. How do they go back?
> I don't like the lamp and want to return it.
> The sweater doesn't fit, I'm sending it back.
> I want to give the dress back.
> Take these shoes back, they are too big!
> I changed my mind. I don't want to keep the chair.
Fill in the form under Orders > Return an item.
> The shoes don't fit. Can I return them?
> How long can I return a lamp?
> Until when can I send it back?
> How many days do I have for a return?
> Is it too late to return the blender?
> I bought it three weeks ago. Can it still be returned?
> How much time is there for returns?
Returns are accepted within 30 days.
> Do I have to pay for the return?
> Is sending it back free?
> Who pays the postage when I return something?
Returns are free.
> Where do I get a return label?
> Do I need a box to send it back?
> The original packaging is gone. Can I still return it?
> How do I pack the return?
Print the return label and use any box.

= refund
> Where is my refund?
> When do I get my refund?
> When will I get my money back?
> I sent the shoes back and got no money.
> My refund hasn't come.
> I'm still waiting for the refund.
> How long does a refund take?
> You have had the lamp back for weeks. Where is my money?
> I returned it last month, and the refund is not here.
> It's been ten days since the return. Refund me!
> Has my refund been sent?
> The money for my return is still missing.
Refunds take five days.
> The refund is too low.
> You refunded only a part of the money.
> The amount of the refund is wrong.
> I got less money back than I paid.
> Why is my refund smaller than the price?
> The refund is not complete.
Shipping costs are not refunded.
> How will I be refunded?
> Does the refund go to my card?
> To which account do you send the refund?
> Can I get the refund as a voucher?
Refunds go to the card that was used.
> I want my money back!
> How do I ask for a refund?
> Give me a refund for this lamp.
> I demand my money back, the heater broke.
Request the refund under Orders > Refund.
""")
