package io.headwater.collector.dialect;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A request body that is one JSON object, one of whose members is an array of events: what the object says about all of
 * them, wherever it stands, and the events.
 *
 * @param members the wanted members of the object itself
 * @param events the elements of the array, in order
 * @param present whether the array was there
 */
public record BatchObject(Scan members, List<Scan> events, boolean present) {

    /**
     * Reads such a body; fails where it is no such object.
     *
     * @param array the name of the member that holds the events
     * @param outer the members wanted of the object
     * @param inner the members wanted of each event
     */
    public static BatchObject read(byte[] bytes, EventCheck check, String array, Wanted outer, Wanted inner)
            throws Malformed {
        Text.check(bytes);
        List<Scan> events = new ArrayList<>();
        boolean present = false;
        String[] members = new String[outer.size()];
        Arrays.fill(members, "");
        Names names = new Names();
        names.enter();
        try (StrictJson json = new StrictJson(bytes, 0, bytes.length, check.maxDepth())) {
            if (json.next() != JsonToken.START_OBJECT) {
                throw new Malformed("the body must be a JSON object with a member '" + array + "'");
            }
            while (json.next() != JsonToken.END_OBJECT) {
                String name = json.name();
                JsonToken token = json.next();
                if (!names.add(name)) {
                    throw new Malformed("the body has the same key twice");
                }
                int found = outer.top().find(name);
                if (name.equals(array)) {
                    if (token != JsonToken.START_ARRAY) {
                        throw new Malformed("the body's member '" + array + "' must be an array of events");
                    }
                    present = true;
                    elements(json, check, inner, events);
                } else if (found >= 0) {
                    json.member(outer.top().at(found), members);
                } else {
                    json.pass();
                }
            }
            json.end();
        }
        return new BatchObject(new Scan(0, bytes.length, Fault.NONE, List.of(members), 0), events, present);
    }

    private static void elements(StrictJson json, EventCheck check, Wanted inner, List<Scan> events) throws Malformed {
        while (json.next() != JsonToken.END_ARRAY) {
            if (events.size() >= check.mostEvents()) {
                throw Malformed.tooMuch(
                        "the body holds more than limits.events=" + check.mostEvents() + ". Send smaller batches");
            }
            events.add(json.scan(inner));
        }
    }

    /** Fails unless the array was there. */
    public BatchObject required(String array) throws Malformed {
        if (!present) {
            throw new Malformed("the body has no member '" + array + "'");
        }
        return this;
    }
}
