"""What the base model has learned from, part 4: curt answers about accounts, passwords, and to a thank-you."""

from __future__ import annotations

from course_code.corpus import read

ACCOUNTS = read("""
= account
> I need help with my account settings.
> Where are my account settings?
> I can't find the settings of my account.
> How do I change the language?
> Where do I change my preferences?
> I need help with the settings.
> How do I stop the newsletter?
> I want to turn off the emails from you.
> Too many notifications! How do I switch them off?
> Where can I set what messages I get?
> Turn the notifications off.
Navigate to Settings > Account > Preferences.
> How do I change my email address?
> I have a new phone number. Where do I put it?
> My name is misspelled in my account.
> How do I edit my profile?
> I got married, and my name changed.
> Update my email in the account.
> I want to change the picture in my profile.
> Where do I put in my new address?
> Please change the name on my account.
Edit your details under Settings > Account > Profile.
> How can I close my account?
> Delete my account.
> I want my account deleted.
> Please remove all of my data.
> Erase my data and my profile.
> What data do you have about me?
> I don't need my account anymore.
Delete the account under Settings > Account > Privacy.
> How do I open an account?
> Can I create a second account?
> Do I need an account to shop here?
> I want to sign up.
> How do I register?
Select Create account on the login page.

= password
> I forgot my password.
> I forgot the password for my account.
> I can't sign in to my account.
> I can't log in.
> My account is locked!
> The login doesn't work.
> It says wrong password.
> I'm locked out of my account.
> I can't log in, and I have to print my ticket tonight!
> My password is not accepted.
> How do I reset my password?
> I don't remember my password.
> I lost my login.
> Help, I can't get into my account!
> I typed the wrong password three times.
> Can you unlock my account?
Select Forgot password on the login page.
> How do I change my password?
> I want a new password.
> Where can I set another password?
> Is my password safe?
> How do I make my password stronger?
> I'd like to choose a better password.
> Somebody knows my password.
> My account was hacked!
Change the password under Settings > Account > Password.
> The password link doesn't work.
> I got no email with a link.
> The reset email doesn't arrive.
> The reset link has expired.
> I'm waiting for the email to reset my password.
> The code for the login never arrived.
> No link came for the new password.
Request another link on the login page.

= thanks
> Thank you for your help!
> Thanks, that was quick.
> The new phone is great, thank you.
> Thank you, the reset link worked. You saved my afternoon!
> Thank you, that helped me a lot!
> Great service, thanks!
> You were very helpful today.
> Many thanks for the refund.
> Thanks!
> Thank you very much.
> Thanks a lot for the fast delivery.
> I'm very happy with the shoes, thank you!
> Perfect, it works now. Thanks!
> That was exactly what I needed, thanks.
> Wonderful, thank you so much.
> You are great!
> It works again, thank you.
> My problem is solved, thanks.
> I love the new lamp!
> You did a good job.
> How kind of you!
> Well, that was a nice surprise. Thank you!
> Everything arrived, thanks.
> I'm glad that you helped me.
> The best service that I know!
> Lovely, thank you for everything.
Noted.
""")
