# The portal's people (docs/decisions/0014). Protection against finding out who has an account, and where the links in mails lead, are not in
# the provider: README.md has the one call that sets them, and the one that shows them.
resource "google_identity_platform_config" "portal" {
  project = var.project_id

  authorized_domains = [local.portal_host]

  sign_in {
    allow_duplicate_emails = false

    anonymous {
      enabled = false
    }
    email {
      enabled           = true
      password_required = true
    }
    phone_number {
      enabled = false
    }
  }

  # Accounts are made by `portal-api` alone: whoever holds the web API key can neither sign up nor take an account away.
  client {
    permissions {
      disabled_user_deletion = true
      disabled_user_signup   = true
    }
  }

  depends_on = [google_project_service.api]
}
