package io.headwater.config;

/** A value that its configuration record refuses; the reader adds the file it stood in. */
final class InvalidValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;

    InvalidValue(String key, String problem) {
        super(key + " " + problem);
        this.key = key;
        this.problem = problem;
    }

    String key() {
        return key;
    }

    String problem() {
        return problem;
    }
}
