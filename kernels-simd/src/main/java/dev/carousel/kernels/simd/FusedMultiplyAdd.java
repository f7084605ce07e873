package dev.carousel.kernels.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Whether this JVM has an instruction for a b + c with one rounding. Without one the JDK computes
 * it with decimal numbers of any length, about ten microseconds an element.
 */
final class FusedMultiplyAdd {
  private static final String MANAGEMENT = "jdk.management";

  private FusedMultiplyAdd() {}

  /** False only where the JVM says so; one that cannot be asked is taken to have it. */
  static boolean present() {
    return ModuleLayer.boot().findModule(MANAGEMENT).isEmpty() || Flag.set();
  }

  // A class of its own, so that nothing of the module is loaded where it is absent.
  private static final class Flag {
    static boolean set() {
      HotSpotDiagnosticMXBean virtualMachine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (virtualMachine == null) {
        return true;
      }
      try {
        return Boolean.parseBoolean(virtualMachine.getVMOption("UseFMA").getValue());
      } catch (IllegalArgumentException noSuchOption) {
        return true;
      }
    }
  }
}
