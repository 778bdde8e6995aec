package io.headwater.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.headwater.router.lane.BusSurroundings;
import io.headwater.router.lane.Lanes;
import io.vertx.core.VerticleBase;

/** The rules of this module's packages, which stand in the event's order: each knows only those after it. */
@AnalyzeClasses(packages = "io.headwater.router", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.headwater.router.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule deliveringKnowsNothingOfWhatComesBefore = noClasses()
            .that()
            .resideInAPackage("..router.deliver..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..router.lane..",
                    "..router.route..",
                    "..router.consume..",
                    "..router.duplicates..",
                    "..router.backlog..",
                    "..router.dead..");

    @ArchTest
    static final ArchRule kafkaIsSeenWhereTheLogIsReadAndWritten = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "..router.consume..",
                    "..router.duplicates..",
                    "..router.backlog..",
                    "..router.dead..",
                    "..router.control..",
                    "..router.replay..",
                    "..router.operate..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.vertx.kafka..");

    @ArchTest
    static final ArchRule laneAndRoutesArePure = noClasses()
            .that()
            .resideInAnyPackage("..router.lane..", "..router.route..")
            .and()
            .doNotBelongToAnyOf(BusSurroundings.class, Lanes.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..");

    @ArchTest
    static final ArchRule verticlesAreNamedSo =
            classes().that().areAssignableTo(VerticleBase.class).should().haveSimpleNameEndingWith("Verticle");

    @ArchTest
    static final ArchRule nothingStaticChanges =
            fields().that().areStatic().should().beFinal();
}
