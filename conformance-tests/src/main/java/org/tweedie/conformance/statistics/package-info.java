/** The statistics that the rules test with. */
package org.tweedie.conformance.statistics;
