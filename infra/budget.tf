# A budget tells, and stops nothing. It needs a role on the billing account (roles/billing.costsManager) that who deploys may not have, so there
# is none unless it is asked for. What to look at: docs/runbooks/cost-guardrails.md.
resource "google_billing_budget" "monthly" {
  count = var.budget == null ? 0 : 1

  billing_account = var.budget.billing_account
  display_name    = "${var.prefix}: docs/runbooks/cost-guardrails.md"

  budget_filter {
    projects               = ["projects/${data.google_project.this.number}"]
    calendar_period        = "MONTH"
    credit_types_treatment = "INCLUDE_ALL_CREDITS"
  }

  amount {
    specified_amount {
      units = tostring(var.budget.monthly_amount)
    }
  }

  threshold_rules {
    threshold_percent = 0.5
  }
  threshold_rules {
    threshold_percent = 0.9
  }
  # While there is still time: what the month is going to cost if it goes on like this.
  threshold_rules {
    threshold_percent = 1.0
    spend_basis       = "FORECASTED_SPEND"
  }
  threshold_rules {
    threshold_percent = 1.0
  }

  all_updates_rule {
    # Who administers the billing account is told in any case. Five channels are all that a budget takes.
    monitoring_notification_channels = slice(local.alert_channels.ticket, 0, min(5, length(local.alert_channels.ticket)))
    disable_default_iam_recipients   = false
  }

  depends_on = [google_project_service.api]
}
