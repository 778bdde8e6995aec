package io.headwater.deploy.testkit;

/** Why a delivery is none a customer could accept. */
final class MalformedDelivery extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedDelivery(String message) {
        super(message);
    }
}
