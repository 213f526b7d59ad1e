mock_data "google_project" {
  defaults = {
    number = "123456789012"
  }
}
