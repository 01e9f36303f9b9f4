//! An incident as a person declares it: the form that a link has filled in, a name, the button. It must not know what the
//! incident is about.

use crate::failure::Failure;
use crate::page::Page;

/// Signs the form that is shown, sends it, and waits for the incident's page with its three clocks.
pub fn declare(page: &mut Page) -> Result<(), Failure> {
    page.wait_for("the form", "!!document.querySelector('.declare form')")?;
    page.eval(
        "(() => {
            const field = document.querySelector('.declare input[autocomplete=name]');
            field.value = 'M. Berg';
            field.dispatchEvent(new Event('input', { bubbles: true }));
            document.querySelector('.declare .buttons button').click();
        })()",
    )?;
    page.wait_for(
        "the incident",
        "/\\/incidents\\/./.test(location.pathname) && document.querySelectorAll('.clock').length === 3",
    )?;
    Ok(())
}
