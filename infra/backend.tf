# Where the state lies differs by deployment: `terraform init -backend-config=bucket=… -backend-config=prefix=…`.
terraform {
  backend "gcs" {}
}
