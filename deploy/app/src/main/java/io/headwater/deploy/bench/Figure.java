package io.headwater.deploy.bench;

/**
 * One measured value.
 *
 * @param group what it is a figure of
 * @param limit the name of the figure in the same group that it is held against, or empty
 * @param atRate requests a second it was taken at, or 0 where that is not what it tells of
 */
record Figure(String group, String name, String unit, String limit, double value, double atRate) {
    Figure(String group, String name, String unit, String limit, double value) {
        this(group, name, unit, limit, value, 0);
    }
}
