"""Forecasting for small firms: one table of series in, forecasts with their uncertainty out."""
