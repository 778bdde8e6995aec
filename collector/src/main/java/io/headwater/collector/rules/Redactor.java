package io.headwater.collector.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.collector.dialect.Malformed;
import io.headwater.collector.dialect.MediaTypes;
import io.headwater.config.Privacy;
import io.headwater.event.Attribute;
import io.headwater.event.Event;
import io.headwater.event.EventData;
import io.headwater.event.Rejection;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes out of a source's events what must not become durable: the named members of their data, and the attributes that
 * say the same. What cannot be read well enough to find them loses its data.
 */
final class Redactor {
    private static final String HMAC = "HmacSHA256";
    /* Shorter texts stand in others by chance. */
    private static final int TELLING_LENGTH = 4;
    private static final int KEY_BYTES = 32;

    private static final String UNREADABLE = "the event cannot be read";

    private final Members members = new Members(Members.Act.ENTER);
    private final SecretKeySpec key;
    private final int maxDepth;

    Redactor(Privacy privacy, int maxDepth) {
        privacy.remove().forEach(path -> members.add(path, Members.Act.REMOVE));
        privacy.truncate().forEach(path -> members.add(path, Members.Act.TRUNCATE));
        privacy.hash().forEach(path -> members.add(path, Members.Act.HASH));
        this.key = new SecretKeySpec(
                privacy.salt().isEmpty() ? random() : privacy.salt().getBytes(UTF_8), HMAC);
        this.maxDepth = maxDepth;
    }

    /* Where nothing is hashed by request only attributes are, and the same value need not have the same hash elsewhere. */
    private static byte[] random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** The event as it may become durable. */
    Event redacted(Event event) {
        if (!MediaTypes.isJson(event.contentType()) || event.data().length() == 0) {
            return event;
        }
        Redaction redaction;
        try {
            redaction = Redaction.of(event.data().bytes(), members, maxDepth, this::hash);
        } catch (Malformed e) {
            throw new IllegalStateException("an accepted event was read once before", e);
        }
        List<Attribute> more = new ArrayList<>(event.more().size());
        for (Attribute each : event.more()) {
            more.add(new Attribute(each.name(), replaced(each.value(), redaction)));
        }
        return new Event(
                replaced(event.id(), redaction),
                replaced(event.type(), redaction),
                event.time(),
                redaction.removed().contains(event.subject()) ? "" : replaced(event.subject(), redaction),
                replaced(event.partitionKey(), redaction),
                event.contentType(),
                EventData.of(redaction.data()),
                more);
    }

    /** The rejection with what may be kept of its data; of what cannot be read nothing, and no word of the reader's. */
    Rejection redacted(Rejection rejection) {
        try {
            EventData data = EventData.of(Redaction.of(rejection.data().bytes(), members, maxDepth, this::hash)
                    .data());
            return new Rejection(rejection.index(), rejection.code(), rejection.reason(), data);
        } catch (Malformed e) {
            return new Rejection(rejection.index(), rejection.code(), UNREADABLE, EventData.of(new byte[0]));
        }
    }

    private String replaced(String attribute, Redaction redaction) {
        boolean tells = redaction.removed().stream().anyMatch(value -> tells(attribute, value))
                || redaction.changed().stream().anyMatch(value -> tells(attribute, value));
        return tells ? hash(attribute) : attribute;
    }

    private static boolean tells(String attribute, String value) {
        return attribute.equals(value) || (value.length() >= TELLING_LENGTH && attribute.contains(value));
    }

    private String hash(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
