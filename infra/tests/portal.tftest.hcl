# Who can sign in to the portal, and where it is served.

mock_provider "google" {
  source = "./tests/mocks"
}

mock_provider "google-beta" {}

variables {
  project_id  = "carvos-test"
  api_host    = "api.example.com"
  portal_url  = "https://portal.example.com"
  release_zip = "tests/release-stand-in.txt"
  ai_service = {
    account = "sender@ai-project.iam.gserviceaccount.com"
    url     = "https://ai.example.com"
  }
}


run "people_sign_in_with_a_password_and_nobody_signs_up" {
  command = plan

  assert {
    condition = (
      google_identity_platform_config.portal.sign_in[0].email[0].enabled &&
      google_identity_platform_config.portal.sign_in[0].email[0].password_required &&
      !google_identity_platform_config.portal.sign_in[0].anonymous[0].enabled &&
      !google_identity_platform_config.portal.sign_in[0].phone_number[0].enabled &&
      !google_identity_platform_config.portal.sign_in[0].allow_duplicate_emails
    )
    error_message = "People could sign in otherwise than with their password, or not at all."
  }

  assert {
    condition = (
      google_identity_platform_config.portal.client[0].permissions[0].disabled_user_signup &&
      google_identity_platform_config.portal.client[0].permissions[0].disabled_user_deletion
    )
    error_message = "Whoever holds the web API key could make accounts, or take them away."
  }

  assert {
    condition     = google_identity_platform_config.portal.authorized_domains == tolist(["portal.example.com"])
    error_message = "Other domains than the portal's are trusted."
  }
}

run "the_portal_is_served_at_its_own_domain" {
  command = plan

  assert {
    condition = (
      google_firebase_hosting_site.portal.site_id == "carvos-test" &&
      google_firebase_hosting_custom_domain.portal[0].custom_domain == "portal.example.com" &&
      google_firebase_hosting_custom_domain.portal[0].site_id == "carvos-test"
    )
    error_message = "The portal is served elsewhere."
  }
}

run "or_at_the_one_that_google_gives_it" {
  command = plan

  variables {
    hosting_site = "carvos-portal"
    portal_url   = "https://carvos-portal.web.app"
  }

  assert {
    condition     = google_firebase_hosting_site.portal.site_id == "carvos-portal" && length(google_firebase_hosting_custom_domain.portal) == 0
    error_message = "A domain of Google's was asked for as if it were our own."
  }
}
