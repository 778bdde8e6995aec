package io.headwater.deploy.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** JSON objects that are valid but that a parser does not write back as it read them, so that re-serialising shows. */
public final class AwkwardJson {
    private static final List<String> OBJECTS = List.of(
            "{}",
            "{ }",
            "  {\"lead\" : \"and trailing spaces\"}  ",
            "{\t\"tabs\"\t:\t[ 1 ,2,\t3 ]\t}",
            "{\r\n  \"lines\" : \"end in CRLF\",\r\n  \"deep\" : {\r\n    \"er\" : [ ]\r\n  }\r\n}\r\n",
            "{\n\n\"a\"\n:\n1\n}",
            "{\"n\":1.0,\"m\":1.00,\"k\":10.50}",
            "{\"n\":1E3,\"m\":1e3,\"k\":1E+3,\"j\":1e-03}",
            "{\"n\":-0,\"m\":-0.0,\"k\":0e0}",
            "{\"n\":12345678901234567890,\"m\":-98765432109876543210}",
            "{\"n\":0.1000000000000000055511151231257827,\"m\":9007199254740993}",
            "{\"escaped\":\"\\u0041\\u00e9\\u00E9\\u4e2d\",\"slash\":\"\\/\",\"plain\":\"/\"}",
            "{\"pair\":\"\\ud83d\\ude00\",\"raw\":\"\ud83d\ude00\"}",
            "{\"control\":\"\\b\\f\\n\\r\\t\\u0000\\u001f\",\"del\":\"\u007f\"}",
            "{\"quote\":\"\\\"\\\\\\u0022\",\"brackets\":\"}]{[,:\"}",
            "{\"separators\":\"\u2028\u2029\",\"bom\":\"\ufeff\"}",
            "{\"\":\"empty key\",\" \":\"blank key\"}",
            "{\"\\u0069d\":\"escaped name\",\"ключ\":\"значение\",\"ドラマ\":\"「海」\"}",
            "{\"z\":1,\"a\":2,\"m\":3}",
            "{\"html\":\"<script>&'</script>\",\"data\":{\"data\":{\"data\":null}}}",
            "{\"nested\":[[[[[[[[{\"x\":[{},[],\"\",0,true,false,null]}]]]]]]]]}");

    private AwkwardJson() {}

    /** Every one of them. */
    public static List<byte[]> objects() {
        return bytes(OBJECTS.stream());
    }

    /** Those without a line feed: all that a line of NDJSON can carry. */
    public static List<byte[]> oneLiners() {
        return bytes(OBJECTS.stream().filter(object -> object.indexOf('\n') < 0));
    }

    private static List<byte[]> bytes(Stream<String> objects) {
        return objects.map(object -> object.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
