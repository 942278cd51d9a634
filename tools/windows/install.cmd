@echo off
rem Sets Alongside up for whoever runs this. No administrator, no network.
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1" %*
echo.
pause
