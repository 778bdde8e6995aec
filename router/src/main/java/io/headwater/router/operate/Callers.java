package io.headwater.router.operate;

import io.headwater.ops.OpsRequest;

/** Who calls, as what they ordered says later. */
final class Callers {
    static final int MOST_NOTE = 500;
    private static final int MOST_NAME = 100;

    private Callers() {}

    /** The name the caller gives, and in any case the address. */
    static String name(OpsRequest request) {
        String name = request.shortText("by", MOST_NAME);
        return name.isEmpty() ? request.caller() : name + " at " + request.caller();
    }

    /** A text as part of a sentence, cut. */
    static String shown(String text) {
        return text.length() <= MOST_NAME ? text : text.substring(0, MOST_NAME) + "…";
    }
}
