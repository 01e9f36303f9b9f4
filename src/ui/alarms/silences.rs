//! The questions to Alertmanager, one after the other. Knows nothing of what follows from the answers.

use super::poll::ask;
use crate::{
    alertmanager::{
        answer::{self, ALERTS, GROUPS, SILENCES},
        quiet::Reading,
    },
    domain::slices::Slices,
    prometheus::{body::Body, client::Client, fault::Fault, gate::Urgency, query::Request},
    ui::slices::pacer,
};

/// Asks who is silenced, inhibited or muted. `tells_mutes` is what is known of this Alertmanager, once it has answered: one that
/// tells nothing of mutes has no need to be asked for its groups; nor for its silences while there is nobody silenced.
pub async fn silences(client: Client, tells_mutes: Option<bool>) -> Result<Reading, Fault> {
    let request = |path| Request {
        path,
        parameters: Vec::new(),
    };
    let pacer = pacer();
    let slices = Slices(&pacer);
    let alerts = ask(&client, &request(ALERTS), answer::alerts_in_slices, slices).await?;
    // It may have been upgraded since.
    let tells = tells_mutes != Some(false) || alerts.iter().any(|alert| alert.muted_by.is_some());
    let groups = match tells {
        true => ask(&client, &request(GROUPS), answer::groups_in_slices, slices).await?,
        false => Vec::new(),
    };
    let silences = match alerts.iter().all(|alert| alert.silenced_by.is_empty()) {
        true => Vec::new(),
        false => {
            let request = request(SILENCES);
            let body = client.ask(&request, None, Urgency::Status).await?;
            answer::silences(&body.whole())?
        }
    };
    Ok(Reading::new(alerts, groups, silences))
}
