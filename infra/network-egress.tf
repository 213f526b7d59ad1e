# `deliver` and `sandbox` send webhooks to whatever host an ATS has named. They leave through a network of their own, with addresses that stay,
# so that an ATS can let them in by address, and with a firewall behind the code's own filter of addresses.
#
# All of their traffic goes this way (ALL_TRAFFIC, modules/function). With PRIVATE_RANGES_ONLY what goes to public addresses, webhooks that is,
# would leave by Google's own changing addresses, past NAT and firewall alike.
#
# So calls of Firestore, Cloud Tasks and Secret Manager come through here as well. Private Google Access takes them from the subnet to Google's
# APIs at their usual public addresses: Cloud NAT never translates them, so they use up none of its ports, and no DNS zone is needed. The other
# way, private.googleapis.com or restricted.googleapis.com (199.36.153.0/24), would need a hole in the firewall at a range that no webhook may
# be sent to. Answers of DNS and ID tokens come from the metadata server, which is outside of this network and its firewall.
#
# A connector and not direct egress: with Cloud NAT the latter may keep a new instance waiting for its first connection.

resource "google_compute_network" "egress" {
  project                 = var.project_id
  name                    = "${var.prefix}-egress"
  description             = "What deliver and sandbox send webhooks through. Nothing else is in it."
  auto_create_subnetworks = false

  depends_on = [google_project_service.api]
}

resource "google_compute_subnetwork" "egress" {
  project                  = var.project_id
  region                   = var.region
  name                     = "${var.prefix}-egress"
  network                  = google_compute_network.egress.id
  ip_cidr_range            = var.egress.connector_range
  private_ip_google_access = true
  # What has no IPv6 address cannot be led to one.
  stack_type = "IPV4_ONLY"
}

resource "google_vpc_access_connector" "egress" {
  project       = var.project_id
  region        = var.region
  name          = "${var.prefix}-egress"
  machine_type  = var.egress.connector_machine
  min_instances = var.egress.connector_instances.min
  # It grows as needed, and does not shrink again.
  max_instances = var.egress.connector_instances.max

  subnet {
    name       = google_compute_subnetwork.egress.name
    project_id = var.project_id
  }

  # The first request must not find a way out that is not watched yet, nor one that is not there.
  depends_on = [
    google_compute_firewall.egress_special,
    google_compute_router_nat.egress,
    google_project_service.api,
  ]
}

locals {
  # What functions with `fixed_egress` (functions.tf) go out by.
  egress_connector = google_vpc_access_connector.egress.id

  special_ranges = keys(jsondecode(file("${path.module}/special-ranges.json")).ipv4)
}

# ATSs have these in their firewalls: taking one away cuts webhooks off at some of them.
resource "google_compute_address" "egress" {
  count = var.egress.addresses

  project      = var.project_id
  region       = var.region
  name         = "${var.prefix}-egress-${count.index}"
  description  = "Webhooks come from here. ATSs let it in by address, so it must not be given back."
  address_type = "EXTERNAL"
  labels       = local.labels

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_project_service.api]
}

resource "google_compute_router" "egress" {
  project = var.project_id
  region  = var.region
  name    = "${var.prefix}-egress"
  network = google_compute_network.egress.id
}

resource "google_compute_router_nat" "egress" {
  project = var.project_id
  region  = var.region
  name    = "${var.prefix}-egress"
  router  = google_compute_router.egress.name

  # AUTO_ONLY would add addresses that no ATS knows.
  nat_ip_allocate_option = "MANUAL_ONLY"
  nat_ips                = google_compute_address.egress[*].self_link

  source_subnetwork_ip_ranges_to_nat = "LIST_OF_SUBNETWORKS"
  subnetwork {
    name                    = google_compute_subnetwork.egress.id
    source_ip_ranges_to_nat = ["PRIMARY_IP_RANGE"]
  }

  # A port is one connection to one receiver. An address has 64,512; each of the connector's machines takes as many as it needs, so that what goes
  # to one receiver may be as much as the queues can have under way (960), and again while closed connections wait for their end.
  enable_dynamic_port_allocation      = true
  enable_endpoint_independent_mapping = false
  min_ports_per_vm                    = 1024
  max_ports_per_vm                    = 16384
  tcp_time_wait_timeout_sec           = 30

  # Written where a connection found no port.
  log_config {
    enable = true
    filter = "ERRORS_ONLY"
  }
}

# The second line behind the filter of functions/shared/core/addresses, and of the same ranges: what gets past the first, or what runs in a function
# and is not ours, reaches nothing private from here. It is for everything in this network, and not by a tag that could be left off.
resource "google_compute_firewall" "egress_special" {
  project            = var.project_id
  name               = "${var.prefix}-egress-special"
  description        = "No connection to addresses that are not public."
  network            = google_compute_network.egress.id
  direction          = "EGRESS"
  priority           = 100
  destination_ranges = local.special_ranges

  deny {
    protocol = "all"
  }

  # A line here means that the code's filter was passed.
  log_config {
    metadata = "INCLUDE_ALL_METADATA"
  }
}

# IPv6 and IPv4 cannot be in one rule. There is no IPv6 in this network; should it ever get some, it leads nowhere.
resource "google_compute_firewall" "egress_ipv6" {
  project            = var.project_id
  name               = "${var.prefix}-egress-ipv6"
  description        = "No IPv6."
  network            = google_compute_network.egress.id
  direction          = "EGRESS"
  priority           = 100
  destination_ranges = ["::/0"]

  deny {
    protocol = "all"
  }

  log_config {
    metadata = "INCLUDE_ALL_METADATA"
  }
}
