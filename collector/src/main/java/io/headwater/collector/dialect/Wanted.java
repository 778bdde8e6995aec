package io.headwater.collector.dialect;

import java.util.ArrayList;
import java.util.List;

/**
 * The members a dialect wants of an event, by their paths: names joined by dots, as in {@code context.library.name}. A
 * member whose path ends in {@code #} may be a number too, and then is its digits as they stand there.
 */
public final class Wanted {
    static final int NONE = -1;

    private final int size;
    private final Level top;

    private Wanted(int size, Level top) {
        this.size = size;
        this.top = top;
    }

    public static Wanted of(String... paths) {
        return of(List.of(paths));
    }

    static Wanted of(List<String> paths) {
        Level top = new Level();
        for (int i = 0; i < paths.size(); i++) {
            boolean number = paths.get(i).endsWith("#");
            String path = number ? paths.get(i).substring(0, paths.get(i).length() - 1) : paths.get(i);
            top.add(path, i, number);
        }
        return new Wanted(paths.size(), top);
    }

    int size() {
        return size;
    }

    Level top() {
        return top;
    }

    /** The members wanted of one object. Few, so that they are compared one by one. */
    static final class Level {
        private final List<Member> members = new ArrayList<>();

        private void add(String path, int index, boolean number) {
            int dot = path.indexOf('.');
            if (dot < 0) {
                members.add(new Member(path, index, number, new Level()));
                return;
            }
            String name = path.substring(0, dot);
            int at = find(name);
            if (at < 0) {
                at = members.size();
                members.add(new Member(name, NONE, false, new Level()));
            }
            members.get(at).inner().add(path.substring(dot + 1), index, number);
        }

        int find(String name) {
            for (int i = 0; i < members.size(); i++) {
                if (members.get(i).name().equals(name)) {
                    return i;
                }
            }
            return NONE;
        }

        Member at(int i) {
            return members.get(i);
        }

        boolean isEmpty() {
            return members.isEmpty();
        }
    }

    /**
     * @param index of its value among the wanted ones, or {@link #NONE} where only inner ones are wanted
     * @param number whether it may be a number
     * @param inner what is wanted inside it
     */
    record Member(String name, int index, boolean number, Level inner) {}
}
