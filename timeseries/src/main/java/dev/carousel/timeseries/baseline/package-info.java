/** Simple methods of forecasting that every model is compared with: plain numbers in and out. */
package dev.carousel.timeseries.baseline;
