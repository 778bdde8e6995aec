package io.headwater;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.VerticleBase;

@AnalyzeClasses(
        packages = {
            "io.headwater.event",
            "io.headwater.bus",
            "io.headwater.kafka",
            "io.headwater.ledger",
            "io.headwater.ops",
            "io.headwater.config",
            "io.headwater.trace",
            "io.headwater.launch"
        },
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_MODEL_KNOWS_ONLY_THE_JDK = classes()
            .that()
            .resideInAPackage("io.headwater.event")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.headwater.event");

    @ArchTest
    static final ArchRule KAFKA_STAYS_IN_ITS_ADAPTER = noClasses()
            .that()
            .resideOutsideOfPackage("io.headwater.kafka")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.vertx.kafka..");

    @ArchTest
    static final ArchRule VERTICLES_ARE_NAMED_SO =
            classes().that().areAssignableTo(VerticleBase.class).should().haveSimpleNameEndingWith("Verticle");

    @ArchTest
    static final ArchRule WHAT_IS_NAMED_A_VERTICLE_IS_ONE =
            classes().that().haveSimpleNameEndingWith("Verticle").should().beAssignableTo(VerticleBase.class);

    @ArchTest
    static final ArchRule NO_PACKAGES_DEPEND_ON_EACH_OTHER_IN_CIRCLES =
            slices().matching("io.headwater.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_STATE_IS_STATIC =
            fields().that().areStatic().should().beFinal();
}
