pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// What is left of everything that is used up.
KioskPage {
    id: root
    heading: qsTr("耗材")
    lead: page.gauges.length ? qsTr("红色的快用完了，请准备更换。") : qsTr("没有设备报告耗材。")

    Repeater {
        model: root.page.gauges
        Panel {
            id: sheet
            required property var modelData
            Layout.fillWidth: true
            implicitHeight: bar.implicitHeight + 64
            SupplyBar {
                id: bar
                anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 36 }
                gauge: sheet.modelData
            }
        }
    }
    Item { Layout.fillHeight: true }
}
