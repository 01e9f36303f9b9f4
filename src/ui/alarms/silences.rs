//! The questions to Alertmanager, one after the other. Knows nothing of what follows from the answers.

use super::poll::ask;
use crate::{
    alertmanager::{
        answer::{self, ALERTS, GROUPS, SILENCES},
        quiet::Reading,
    },
    domain::slices::Slices,
    prometheus::{client::Client, fault::Fault, gate::Urgency, query::Request},
    ui::slices::pacer,
};

/// Asks who is silenced, inhibited or muted.
pub async fn silences(client: Client) -> Result<Reading, Fault> {
    let request = |path| Request {
        path,
        parameters: Vec::new(),
    };
    let pacer = pacer();
    let slices = Slices(&pacer);
    let alerts = ask(&client, &request(ALERTS), answer::alerts_in_slices, slices).await?;
    let groups = ask(&client, &request(GROUPS), answer::groups_in_slices, slices).await?;
    let body = client
        .ask(&request(SILENCES), None, Urgency::Status)
        .await?;
    let silences = answer::silences(&body)?;
    Ok(Reading::new(alerts, groups, silences))
}
