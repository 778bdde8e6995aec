package io.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headwater.deploy.FakeCheckout.Outcome;
import io.headwater.deploy.testkit.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy/headwater} does before it becomes the JVM. */
class LauncherTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private FakeCheckout checkout;

    @BeforeEach
    void makeCheckout() {
        checkout = new FakeCheckout(folder);
    }

    @Test
    void becomesTheJvmSoThatSignalsAndExitCodesAreTheCommands() {
        Outcome outcome = checkout.built().with("FAKE_EXIT", "7").run("check", "--conf", "a b", "*");

        assertThat(outcome.exitCode()).isEqualTo(7);
        assertThat(outcome.out())
                .startsWith("pid " + outcome.pid())
                .endsWith("io.headwater.deploy.Headwater", "check", "--conf", "a b", "*");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void worksThroughSymlinksFromAnotherFolder() throws IOException {
        checkout.built();
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Path first = Files.createSymbolicLink(elsewhere.resolve("first"), checkout.script());
        Files.createSymbolicLink(
                elsewhere.resolve("second"), Path.of(first.getFileName().toString()));

        Outcome outcome = checkout.run(elsewhere.resolve("second"), folder, "check");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("-Dheadwater.home=" + checkout.root().toRealPath());
    }

    @Test
    void givesTheKafkaServerToThoseThatEmbedItOnly() {
        checkout.built();
        for (String command : List.of("demo", "standalone", "broker", "bench")) {
            assertThat(classPath(checkout.run(command))).as(command).endsWith("/headwater/broker/*");
        }
        for (String command : List.of("collector", "router", "check", "--help")) {
            assertThat(classPath(checkout.run(command)))
                    .as(command)
                    .endsWith("/headwater/lib/*")
                    .doesNotContain("broker");
        }
    }

    @Test
    void letsItsJvmOptionsBeOverridden() {
        Outcome outcome = checkout.built()
                .with("HEADWATER_JAVA_OPTS", "-Xmx99m -XX:+UseZGC")
                .run("collector");

        assertThat(outcome.out())
                .containsSubsequence("-XX:MaxRAMPercentage=50", "-Xmx99m", "-XX:+UseZGC", "-cp")
                .doesNotContain("-XX:+UseG1GC");
    }

    @Test
    void givesFreeMemoryBackWhereThisJavaKnowsHow() {
        String option = "-XX:TrimNativeHeapInterval=60000";
        for (String command : List.of("demo", "standalone", "broker", "collector", "router", "bench")) {
            assertThat(checkout.built().run(command).out()).as(command).contains(option);
        }
        assertThat(checkout.run("check").out()).as("soon over").doesNotContain(option);

        Outcome older = checkout.javaThatRefuses("jdk", "17.0.8", option).run("collector");
        assertThat(older.exitCode()).isZero();
        assertThat(older.out()).contains("collector").doesNotContain(option);
        assertThat(older.err()).isEmpty();
    }

    @Test
    void takesJavaFromPathWithoutJavaHome() {
        checkout.built().java("on-path", "21.0.2").without("JAVA_HOME");
        checkout.with(
                "PATH", checkout.root().resolve("tools") + ":" + checkout.root().resolve("on-path/bin"));

        assertThat(checkout.run("check").exitCode()).isZero();
    }

    @Test
    void refusesAnOldJavaAndNamesTheMend() {
        for (String version : List.of("1.8.0_392", "11.0.2", "16")) {
            Outcome outcome = checkout.built()
                    .java("old", version)
                    .with("JAVA_HOME", checkout.root().resolve("old").toString())
                    .run("demo");

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .contains("JAVA_HOME is " + checkout.root().resolve("old") + ", which is Java " + version)
                    .contains("Install a JDK 17 or newer");
            assertThat(outcome.out()).isEmpty();
        }
    }

    @Test
    void refusesAJavaHomeWithoutJava() {
        Outcome outcome = checkout.built().with("JAVA_HOME", "/nowhere").run("demo");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("JAVA_HOME is /nowhere, which has no bin/java", "point JAVA_HOME at it");
    }

    @Test
    void refusesWithoutAnyJavaAndNamesTheMend() {
        Outcome outcome = checkout.built().without("JAVA_HOME").run("demo");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("no java on PATH and no JAVA_HOME", "Install a JDK 17 or newer");
    }

    @Test
    void buildsWhatIsMissingAndKeepsStandardOutputForTheCommand() {
        Outcome outcome = checkout.mvn().run("check");

        assertThat(outcome.exitCode()).isZero();
        assertThat(checkout.mvnCalls()).containsExactly("-B -DskipTests package");
        assertThat(outcome.err().lines())
                .containsExactly(
                        "headwater: building, for the first time in this checkout", "  7/8  Headwater · router");
        assertThat(outcome.out().get(0)).isEqualTo("pid " + outcome.pid());
    }

    @Test
    void startsWithTheArchiveOfClassesThatTheBuildLeft() {
        String distribution = "deploy/app/target/headwater";
        Outcome outcome = checkout.mvn("mkdir -p %1$s; echo learnt >%1$s/start-17.jsa".formatted(distribution))
                .run("collector");
        assertThat(outcome.out())
                .contains("-XX:SharedArchiveFile=" + checkout.root() + "/" + distribution + "/start-17.jsa");
    }

    @Test
    void doesNotUseWhatWasLearntOfAnOlderProgram() {
        checkout.write("deploy/app/target/headwater/start-17.jsa", "of before");
        Outcome outcome = checkout.mvn().run("collector");
        assertThat(outcome.out()).noneMatch(each -> each.contains("SharedArchiveFile"));
    }

    @Test
    void buildsOnlyOnce() {
        checkout.mvn().run("check");
        checkout.run("check");

        assertThat(checkout.mvnCalls()).hasSize(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() {
        checkout.mvn().built().write("router/src/main/java/New.java", "");

        Outcome outcome = checkout.run("check");

        assertThat(outcome.err()).startsWith("headwater: building, a source is newer than the jar");
        assertThat(checkout.mvnCalls()).hasSize(1);
    }

    @Test
    void buildsAgainWhenASourceChangedWhileItWasBuilding() {
        checkout.mvn("while [ ! pom.xml -nt deploy/target/build.begun ]; do touch pom.xml; done")
                .run("check");
        checkout.mvn().run("check");

        assertThat(checkout.mvnCalls()).hasSize(2);
    }

    @Test
    void runsWithoutMavenWhenThereIsNothingToBuild() {
        assertThat(checkout.built().run("check").exitCode()).isZero();
    }

    @Test
    void namesWhatItNeedsToBuild() {
        assertThat(checkout.run("check").err()).contains("There is no mvn on PATH", "Install Maven 3.8 or newer");

        checkout.root().resolve("jdk/bin/javac").toFile().delete();
        assertThat(checkout.mvn().run("check").err()).contains("has no javac beside it", "Install a JDK");
    }

    @Test
    void saysWhyABuildFailedAndRunsNothing() {
        checkout.built().write("pom.xml", "");
        Outcome outcome = checkout.mvn("echo '[ERROR] Router.java:[3,1] no such thing'; exit 1")
                .run("check");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("[ERROR] Router.java:[3,1] no such thing")
                .contains(
                        "The build failed. All it said is in " + checkout.root().resolve("deploy/target/build.log"));
        assertThat(outcome.out()).isEmpty();
        assertThat(checkout.jar()).doesNotExist();
    }

    @Test
    void twoThatStartAtOnceBuildOnce() throws IOException {
        checkout.mvn("while [ ! -e release ]; do read -t 0.05 <> <(:) || :; done");
        try (ChildProcess first = checkout.start(folder.resolve("first.out"), "check")) {
            await().atMost(SOON).until(() -> !checkout.mvnCalls().isEmpty());
            try (ChildProcess second = checkout.start(folder.resolve("second.out"), "check")) {
                second.awaitLine("waiting for another build", SOON);
                checkout.write("release", "");

                assertThat(first.awaitExit(SOON)).isZero();
                assertThat(second.awaitExit(SOON)).isZero();
            }
        }
        assertThat(checkout.mvnCalls()).hasSize(1);
    }

    private static String classPath(Outcome outcome) {
        return outcome.out().get(outcome.out().indexOf("-cp") + 1);
    }
}
