package io.headwater.collector.dialect;

/**
 * Forms as {@code multipart/form-data} (RFC 7578), told by their first line and not by Content-Type, since all a page's
 * beacon sends of a form is one short field of text.
 */
public final class Multipart {
    private static final String LINE = "\r\n";

    private Multipart() {}

    /** Whether the text begins with a boundary and a disposition. */
    public static boolean isForm(String text) {
        int end = text.indexOf(LINE);
        return text.startsWith("--") && end > 2 && text.regionMatches(true, end + 2, "Content-Disposition:", 0, 20);
    }

    /** The text of the part of that name, else of the first part; empty where there is none. */
    public static String first(String text, String name) {
        String boundary = text.substring(0, text.indexOf(LINE));
        String any = "";
        int from = boundary.length() + LINE.length();
        while (from < text.length()) {
            int next = text.indexOf(LINE + boundary, from);
            int end = next < 0 ? text.length() : next;
            int head = text.indexOf(LINE + LINE, from);
            int content = head + 2 * LINE.length();
            if (head >= 0 && content <= end) {
                if (text.substring(from, head).contains("name=\"" + name + "\"")) {
                    return text.substring(content, end);
                }
                any = any.isEmpty() ? text.substring(content, end) : any;
            }
            from = end + LINE.length() + boundary.length() + LINE.length();
        }
        return any;
    }
}
