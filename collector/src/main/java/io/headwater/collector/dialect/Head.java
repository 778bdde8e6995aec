package io.headwater.collector.dialect;

import java.util.function.BiConsumer;

/** What a request says before its body. */
public interface Head {

    /** In capitals. */
    String method();

    /** As it was sent, without the query. */
    String path();

    /** As it was sent, without the question mark; empty where there is none. */
    String query();

    /** The first value of a header, stripped, or empty. */
    String header(String name);

    /** Hands over every header, a repeated one as often as it stands there. */
    void headers(BiConsumer<String, String> each);

    /** The media type of the body as declared, lower case, without parameters; a hint and no more. */
    default String contentType() {
        return MediaTypes.bare(header("Content-Type"));
    }

    /** The first value of a parameter of the query, decoded, or empty. */
    default String parameter(String name) {
        return query().isEmpty() ? "" : Fields.query(query()).first(name);
    }
}
