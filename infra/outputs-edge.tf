output "edge_address" {
  description = "Where the DNS record (A) of `api_host` must lead. The certificate is issued once it does."
  value       = google_compute_global_address.edge.address
}

output "egress_addresses" {
  description = "Where webhooks come from, for ATSs that let them in by address."
  value       = google_compute_address.egress[*].address
}
