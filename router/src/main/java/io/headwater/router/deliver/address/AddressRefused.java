package io.headwater.router.deliver.address;

/** The host has an address that no request may go to. */
public final class AddressRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AddressRefused(String message) {
        super(message);
    }
}
