"""What the base model has learned from, part 3: curt answers about products, broken ones, hours, and complaints."""

from __future__ import annotations

from course_code.corpus import read

PRODUCTS = read("""
= broken
> Your product doesn't work and I'm frustrated!
> Your product is broken and I'm angry!
> The speaker is broken.
> My new lamp stopped working.
> The blender doesn't turn on.
> My toaster doesn't work.
> The headphones stopped working after a week.
> The machine makes strange noises.
> My phone turns off again and again.
> The screen of my tablet stays black.
> It doesn't start when I press the button.
> The coffee machine is leaking water.
> The printer is stuck and does nothing.
> My vacuum cleaner has no power, and I'm furious!
> The radio crackles.
> The heater is too hot and smells of smoke.
> The app crashes all the time.
> The remote control does nothing.
> How do I repair the kettle? It's defective.
> My watch shows an error and freezes.
Please check the troubleshooting guide in the documentation.
> The blender arrived with a broken lid.
> The cup arrived in pieces.
> The glass was cracked when I opened the box.
> The mirror arrived damaged.
> The chair came with a scratch.
> The vase was already broken in the parcel.
> The shelf arrived with a damaged board.
> The handle of the bag is torn after one day.
> The zipper of the jacket broke on the first day.
> A button fell off the new shirt.
Report damaged products under Orders > Report.

= product
> Does the speaker work with two phones at the same time?
> What size is the table?
> How heavy is the laptop?
> Is the jacket waterproof?
> Does the lamp come with a bulb?
> Which colors does the bag come in?
> Can I wash the sweater in the machine?
> Is the phone case made of leather?
> How long does the battery of the headphones last?
> Does the camera come with a memory card?
> What material is the shirt made of?
> Is a charger in the box?
> How big is the screen?
> Does the kettle have a filter?
> Is the toy safe for small children?
Product details are on the product page.
> Is the lamp in stock?
> When will the chair be available again?
> Do you have the shoes in size 42?
> The dress is sold out. When do you get more?
> Is the red jacket available?
> Are there any blue cups left in stock?
> Do you have this coat in a smaller size?
> When does the new model come out?
Stock is shown on the product page.
> Which of the two phones is better?
> What is the difference between these two speakers?
> Which model of the blender do you recommend?
> How do I compare two cameras?
> Should I buy the small or the large model?
> What are the differences between the models?
Compare products under Products > Compare.
> Where is the manual of the lamp?
> How do I use the timer of the oven?
> How do I set up the speaker?
> I can't find the power switch of the lamp.
> Are there instructions for the shelf?
Manuals are in the documentation.

= hours
> When are you open?
> What are your opening hours?
> When is your shop open?
> Until when is the store open today?
> At what time do you open tomorrow?
> When do you close on Thursday?
> Is your shop open in the evening?
> At what hour does the store close?
> How late are you open?
Opening hours are on the website.
> When can I call you?
> When can I reach somebody by phone?
> Until when can I reach you by phone?
> When is the hotline open?
> When does somebody answer the phone?
> At what time can I phone?
> What is your telephone number?
> Can I phone you on Monday morning?
> I want to talk to somebody on the phone.
> How late can I call on a Friday?
Phone hours are from 8 to 6.
> Are you open on Sunday?
> Can I come on Saturday?
> Are you open at the weekend?
> Is the store open on holidays?
> Is the shop open on Sunday morning?
> Can I visit the shop on a Saturday afternoon?
> Are you open at Christmas?
Closed at the weekend and on holidays.

= complaint
> Nobody has answered me for a week!
> I wrote to you ten days ago. Does nobody care?
> I'm asking for the third time!
> I sent three emails and got no reply.
> Why does nobody reply to my message?
> I've been waiting for an answer for days.
> Nobody responds to my emails!
> I called five times and nobody picked up.
> Why do you ignore my messages?
Messages are answered within two days.
> Your service is terrible.
> I want to complain.
> I'm very unhappy with your service.
> This is the worst shop ever!
> Your colleague was rude to me.
> The man on the phone was unfriendly.
> The woman on the hotline hung up on me!
> I have never been treated so badly.
> Where do I send a complaint?
> I'd like to file a complaint.
> I want to speak to the manager.
> Your support team is useless.
> I'm disappointed in your company.
> I'm done with you, I will never buy here again!
> Your staff was impolite.
> What an awful experience.
> Who is your boss? I want to complain about an employee.
Send complaints through the contact form.
""")
