package io.headwater.deploy.testkit.inject;

/** An address that this host has until it is closed, so that nothing sent there leaves it. */
public final class LocalAddress implements AutoCloseable {
    private final String address;

    private LocalAddress(String address) {
        this.address = address;
        Shell.run("ip", "address", "add", address + "/32", "dev", "lo");
    }

    public static LocalAddress of(String address) {
        return new LocalAddress(address);
    }

    @Override
    public void close() {
        Shell.run("ip", "address", "delete", address + "/32", "dev", "lo");
    }
}
