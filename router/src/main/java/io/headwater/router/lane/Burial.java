package io.headwater.router.lane;

import java.util.Locale;

/** Why a lane makes an event a dead letter. */
enum Burial {
    UNFIT,
    REFUSED,
    EXPIRED,
    SKIPPED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
