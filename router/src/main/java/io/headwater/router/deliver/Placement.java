package io.headwater.router.deliver;

/**
 * A destination as it is configured now, and where on the event bus its attempts go. One that is configured otherwise later has
 * another address: what was sent before ends as it was sent.
 */
public record Placement(DestinationConfig config, String address) {

    public DestinationId id() {
        return config.id();
    }
}
