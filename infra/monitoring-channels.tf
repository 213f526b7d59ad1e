# What nobody has to get up for goes by e-mail only. What pages goes there too, and to the channels that were made by hand: a key of a paging
# service has no place in Terraform's state.
resource "google_monitoring_notification_channel" "email" {
  for_each = var.alert_channels.emails

  project      = var.project_id
  type         = "email"
  display_name = each.key
  labels       = { email_address = each.key }

  depends_on = [google_project_service.api]
}

locals {
  _ticket_channels = [for channel in google_monitoring_notification_channel.email : channel.id]

  alert_channels = {
    ticket = local._ticket_channels
    page   = concat(local._ticket_channels, var.alert_channels.paging)
  }
}
