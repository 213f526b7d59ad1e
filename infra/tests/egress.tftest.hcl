# How webhooks leave: by known addresses, and to no private ones.

mock_provider "google" {
  source = "./tests/mocks"
}

mock_provider "google-beta" {}

# Known as early as in the plan, so that what refers to what can be seen.
override_resource {
  target          = google_vpc_access_connector.egress
  override_during = plan
  values          = { id = "connector-egress" }
}

override_resource {
  target          = google_compute_network.egress
  override_during = plan
  values          = { id = "network-egress" }
}

override_resource {
  target          = google_compute_subnetwork.egress
  override_during = plan
  values          = { id = "subnet-egress" }
}

override_resource {
  target          = google_compute_address.egress[0]
  override_during = plan
  values          = { self_link = "address-0", address = "192.0.2.0" }
}

override_resource {
  target          = google_compute_address.egress[1]
  override_during = plan
  values          = { self_link = "address-1", address = "192.0.2.1" }
}

override_resource {
  target          = google_compute_address.egress[2]
  override_during = plan
  values          = { self_link = "address-2", address = "192.0.2.2" }
}

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

run "deliver_and_sandbox_alone_go_out_by_the_connector_and_with_everything" {
  command = plan

  assert {
    condition = {
      for name, function in module.function : name => function.deployed.service.vpc_connector_egress_settings
      if function.deployed.service.vpc_connector == google_vpc_access_connector.egress.id
    } == { deliver = "ALL_TRAFFIC", sandbox = "ALL_TRAFFIC" }
    error_message = "What sends webhooks is not on the connector, or only in part."
  }

  assert {
    condition = alltrue([
      for name, function in module.function : function.deployed.service.vpc_connector_egress_settings == null
      if !contains(["deliver", "sandbox"], name)
    ])
    error_message = "Another function goes out by the connector."
  }
}

run "nat_takes_no_address_but_the_known_ones" {
  command = plan

  variables {
    egress = { addresses = 3 }
  }

  assert {
    condition = (
      google_compute_router_nat.egress.nat_ip_allocate_option == "MANUAL_ONLY" &&
      length(google_compute_address.egress) == 3 &&
      google_compute_router_nat.egress.nat_ips == toset(google_compute_address.egress[*].self_link) &&
      output.egress_addresses == google_compute_address.egress[*].address
    )
    error_message = "Webhooks may come from an address that ATSs were not told of."
  }

  # Without dynamic ports a machine has 64 of them, and with it endpoint-independent mapping is refused.
  assert {
    condition = (
      google_compute_router_nat.egress.enable_dynamic_port_allocation &&
      !google_compute_router_nat.egress.enable_endpoint_independent_mapping &&
      google_compute_router_nat.egress.max_ports_per_vm >= 2 * 960
    )
    error_message = "Connections to one receiver may run out of ports."
  }
}

run "the_connector_is_in_the_network_that_is_watched" {
  command = plan

  assert {
    condition = (
      [for one in google_vpc_access_connector.egress.subnet : one.name] == [google_compute_subnetwork.egress.name] &&
      google_compute_subnetwork.egress.network == google_compute_network.egress.id &&
      google_compute_router.egress.network == google_compute_network.egress.id &&
      google_compute_firewall.egress_special.network == google_compute_network.egress.id &&
      google_compute_firewall.egress_ipv6.network == google_compute_network.egress.id &&
      google_compute_router_nat.egress.router == google_compute_router.egress.name &&
      [for one in google_compute_router_nat.egress.subnetwork : one.name] == [google_compute_subnetwork.egress.id]
    )
    error_message = "The connector, its firewall and its NAT are not in one network."
  }

  # Google's APIs are reached without an address of their own, and without the ranges below.
  assert {
    condition = (
      google_compute_subnetwork.egress.private_ip_google_access &&
      google_compute_subnetwork.egress.stack_type == "IPV4_ONLY" &&
      !google_compute_network.egress.auto_create_subnetworks
    )
    error_message = "Firestore and Cloud Tasks cannot be reached from here, or there is IPv6."
  }

  # A name of Google's for a connector has 25 characters at most.
  assert {
    condition     = length(google_vpc_access_connector.egress.name) <= 25
    error_message = "The connector's name is too long."
  }
}

run "the_firewall_denies_each_range_that_no_webhook_may_be_sent_to" {
  command = plan

  assert {
    condition = alltrue([
      for range in keys(jsondecode(file("special-ranges.json")).ipv4) :
      contains(google_compute_firewall.egress_special.destination_ranges, range)
    ])
    error_message = "A special range can be reached."
  }

  # Should the file ever be emptied: the worst of them, by name.
  assert {
    condition = alltrue([
      for range in ["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "199.36.153.0/24"] :
      contains(google_compute_firewall.egress_special.destination_ranges, range)
    ])
    error_message = "A private range can be reached."
  }

  assert {
    condition     = google_compute_firewall.egress_ipv6.destination_ranges == toset(["::/0"])
    error_message = "IPv6 can be reached."
  }

  assert {
    condition = alltrue([
      for rule in [google_compute_firewall.egress_special, google_compute_firewall.egress_ipv6] :
      rule.direction == "EGRESS" &&
      rule.disabled != true &&
      rule.priority < 1000 &&
      [for deny in rule.deny : deny.protocol] == ["all"] &&
      length(rule.allow) == 0 &&
      length(coalesce(rule.target_tags, [])) == 0 &&
      length(coalesce(rule.target_service_accounts, [])) == 0
    ])
    error_message = "A rule denies less than everything, or not to everybody."
  }
}
