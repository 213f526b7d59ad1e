terraform {
  required_version = ">= 1.7"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 7.33, < 8.0"
    }
    # Firebase Hosting is in no other.
    google-beta = {
      source  = "hashicorp/google-beta"
      version = ">= 7.33, < 8.0"
    }
  }
}
