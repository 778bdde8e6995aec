package io.headwater.ops;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * One call of the operate port.
 *
 * @param path what stands in the place of {@code :name} in the route
 * @param arguments of the query, or of the JSON object in the body
 * @param caller the address it came from
 * @param trusted whether the caller showed the token or, where there is none, is on this machine
 */
public record OpsRequest(Map<String, String> path, JsonObject arguments, String caller, boolean trusted) {
    private static final int SHOWN = 100;

    public OpsRequest {
        path = Map.copyOf(path);
    }

    /** This request, refused where it has an argument that is none of {@code names}. */
    public OpsRequest knowing(String... names) {
        Set<String> known = new TreeSet<>(Set.of(names));
        for (String given : arguments.fieldNames()) {
            if (!known.contains(given)) {
                String list = known.isEmpty() ? "none" : String.join(", ", known);
                throw OpsRefusal.wrong("There is no argument '" + shown(given) + "' here. Known: " + list);
            }
        }
        return this;
    }

    /** This request, refused where its caller is not trusted: for looking at what not everybody may see. */
    public OpsRequest trustedOnly() {
        if (!trusted) {
            throw OpsRefusal.untrusted();
        }
        return this;
    }

    /** What stands in the place of {@code :name} in the route. */
    public String in(String name) {
        return path.getOrDefault(name, "");
    }

    /** A text argument; empty where it is missing or empty. */
    public Optional<String> text(String name) {
        Object value = arguments.getValue(name);
        if (value != null && !(value instanceof String)) {
            throw OpsRefusal.wrong(name + " must be text, was " + shown(value));
        }
        return Optional.ofNullable((String) value).filter(text -> !text.isEmpty());
    }

    /** A text argument that must be there. */
    public String required(String name) {
        return text(name).orElseThrow(() -> OpsRefusal.wrong(name + " is missing: give it"));
    }

    /** A text argument of at most so many characters; empty where it is missing. */
    public String shortText(String name, int most) {
        String text = text(name).orElse("");
        if (text.length() > most) {
            throw OpsRefusal.wrong(name + " has " + text.length() + " characters, and may have " + most);
        }
        return text;
    }

    /** A whole number from {@code least} to {@code most}. */
    public OptionalLong number(String name, long least, long most) {
        Object value = arguments.getValue(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        String text = String.valueOf(value);
        long number = text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            throw OpsRefusal.wrong(
                    name + " must be a whole number from " + least + " to " + most + ", was '" + shown(value) + "'");
        }
        return OptionalLong.of(number);
    }

    /** Whether an argument is true; missing means no. */
    public boolean is(String name) {
        String text = String.valueOf(arguments.getValue(name, "false"));
        if (!text.equals("true") && !text.equals("false")) {
            throw OpsRefusal.wrong(name + " must be true or false, was '" + shown(text) + "'");
        }
        return text.equals("true");
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
